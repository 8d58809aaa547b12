/**
 * Measures feature extraction end to end, beside its parts and beside stock DL4J: {@code
 * deploy/bench}. Each figure comes from a JVM of its own.
 */
package io.graft.bench;
