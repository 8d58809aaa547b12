/** DL4J's convolutions on oneDNN: truly on, and proved right in each JVM before it trains. */
package io.graft.onednn;
