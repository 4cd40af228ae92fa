/** The models: their configurations as values, the network, and the published sizes by name. */
package io.github.mambaout.model;
