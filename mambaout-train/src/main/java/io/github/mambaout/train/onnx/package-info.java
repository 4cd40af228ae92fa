/** Models as ONNX files, for other runtimes. */
package io.github.mambaout.train.onnx;
