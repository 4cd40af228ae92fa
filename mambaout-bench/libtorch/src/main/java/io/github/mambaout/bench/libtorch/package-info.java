/** MambaOut in PyTorch's own operations, to be compared with; it runs in a process of its own. */
package io.github.mambaout.bench.libtorch;
