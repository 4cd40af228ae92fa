/** JPEG files by the system's libjpeg-turbo, for those who have it. */
package io.github.mambaout.turbojpeg;
