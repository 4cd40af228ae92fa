/** ONNX Runtime beside us. */
package io.github.mambaout.bench.peer.onnxruntime;
