package io.graft.bench;

/**
 * A cut, or several joined, with both of its accuracies.
 *
 * @param crossValidated the plan's, on the train split
 * @param standardError of that
 * @param test of a head that was trained on the train split
 */
record TriedCut(String name, double crossValidated, double standardError, TestAccuracy test) {}
