/** Graft: transfer learning for image networks on Apache Spark. */
package io.graft;
