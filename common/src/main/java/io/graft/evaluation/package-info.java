/** How good a model is: mergeable sums fed on executors, and the metrics made of them. */
package io.graft.evaluation;
