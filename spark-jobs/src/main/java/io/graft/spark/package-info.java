/** The glue between Spark and what {@code common} computes. */
package io.graft.spark;
