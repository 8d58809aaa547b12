/** Layers that compute what DL4J's own do, faster, while a network is trained on one thread. */
package io.graft.training.layers;
