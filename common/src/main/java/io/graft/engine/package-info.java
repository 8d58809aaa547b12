/**
 * Runs frozen networks: on ONNX Runtime, to which a DL4J network is exported in memory, or on DL4J
 * itself, which is the reference.
 */
package io.graft.engine;
