package io.graft.training;

import java.io.Serializable;

/**
 * What training changes of a network.
 *
 * @param parameters all of them in DL4J's order, batch norm's running means and variances included
 * @param updater the optimiser's state in DL4J's order; empty where it has none
 */
public record NetworkState(float[] parameters, float[] updater) implements Serializable {}
