/** Starts PyTorch as a peer, from the module {@code mambaout-bench/libtorch} and the libraries that are fetched for it. */
package io.github.mambaout.bench.peer.pytorch;
