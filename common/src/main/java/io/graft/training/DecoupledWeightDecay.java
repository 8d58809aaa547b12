package io.graft.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's weight decay, scaled by the learning rate and left out of the loss, since it is no part of
 * what the gradient is of (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
 *
 * @param decay share of a weight that a step at a rate of 1 takes off it
 */
record DecoupledWeightDecay(@JsonProperty("decay") double decay) implements Regularization {

  private static final long serialVersionUID = 1L;

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.POST_UPDATER;
  }

  @Override
  public void apply(INDArray weights, INDArray step, double rate, int iteration, int epoch) {
    new WeightDecay(decay, true).apply(weights, step, rate, iteration, epoch);
  }

  @Override
  public double score(INDArray weights, int iteration, int epoch) {
    return 0;
  }

  @Override
  public Regularization clone() {
    return this;
  }
}
