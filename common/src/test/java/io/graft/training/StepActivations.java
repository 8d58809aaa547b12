package io.graft.training;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of what every layer gave in a training step, at the end of its forward pass. */
final class StepActivations extends BaseTrainingListener {

  private final Map<String, INDArray> activations = new HashMap<>();

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> given) {
    given.forEach((name, values) -> activations.put(name, values.detach().dup()));
  }

  INDArray of(String layer) {
    return activations.get(layer);
  }
}
