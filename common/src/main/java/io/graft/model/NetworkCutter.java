package io.graft.model;

import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graph surgery: cuts a network, pools its features and grafts a new head onto it. */
public final class NetworkCutter {

  /** The name of the layer that averages a spatial cut of a bundle's network. */
  public static final String POOLING_LAYER = "graft_pooling";

  /** The name of the grafted output layer. */
  public static final String HEAD_LAYER = "graft_head";

  /** The names of the grafted hidden layers begin so, and end in a number from 1. */
  public static final String HIDDEN_LAYER = "graft_hidden_";

  private NetworkCutter() {}

  /**
   * The frozen network up to the cut, pooled as the cut says; a spatial cut without pooling keeps
   * its shape. The weights are copied.
   *
   * @throws UserException when the cut's maps are too small for its pooling
   */
  public static ComputationGraph features(
      ComputationGraph network, Cut cut, Preprocessing preprocessing) {
    NetworkShape shape = NetworkShape.of(network, preprocessing);
    GraphEdit edit = new GraphEdit(network, List.of(cut.layer()));
    return edit.build(new CutFeatures(edit, shape).pool(cut));
  }

  /**
   * The network up to the cuts with a new head: backbone and head in one.
   *
   * @param cuts whose pooled features, one cut's after the other, are the head's input
   * @throws UserException when a cut's maps are too small for its pooling, or a cut is behind the
   *     output layer of an earlier graft
   */
  public static ComputationGraph withHead(
      ComputationGraph network, List<Cut> cuts, Preprocessing preprocessing, Head head) {
    NetworkShape shape = NetworkShape.of(network, preprocessing);
    GraphEdit edit = new GraphEdit(network, cuts.stream().map(Cut::layer).toList());
    cuts.stream().map(Cut::layer).distinct().forEach(edit::copyForReaders);
    requireFit(cuts, shape, head);
    String last = new CutFeatures(edit, shape).join(cuts);
    Map<String, HiddenLayer> hidden = new LinkedHashMap<>();
    for (HiddenLayer layer : head.hidden()) {
      last = edit.addLayer(HIDDEN_LAYER + (hidden.size() + 1), dense(layer), last);
      hidden.put(last, layer);
    }
    String output = edit.addLayer(HEAD_LAYER, output(head), last);
    if (!output.equals(HEAD_LAYER)) {
      throw new UserException(
          "The network has a layer '%s' below the cut, an earlier graft's output: cut before it."
              .formatted(HEAD_LAYER));
    }
    ComputationGraph grafted = edit.build(output);
    hidden.forEach((name, layer) -> assign(grafted, name, layer.weights(), layer.biases()));
    assign(grafted, output, head.output().weights(), head.output().biases());
    return grafted;
  }

  private static void requireFit(List<Cut> cuts, NetworkShape shape, Head head) {
    int width = cuts.stream().mapToInt(cut -> shape.width(cut.layer(), cut.pooling())).sum();
    if (width != head.features()) {
      throw new IllegalArgumentException(
          "A head of %d features on cuts that give %d".formatted(head.features(), width));
    }
  }

  private static DenseLayer dense(HiddenLayer layer) {
    return new DenseLayer.Builder()
        .activation(Activation.RELU)
        .nIn(layer.inputs())
        .nOut(layer.outputs())
        .build();
  }

  private static OutputLayer output(Head head) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(head.output().weights()[0].length)
        .nOut(head.classes())
        .build();
  }

  private static void assign(
      ComputationGraph network, String layer, float[][] weights, float[] biases) {
    try (INDArray w = Nd4j.createFromArray(weights);
        INDArray b = Nd4j.createFromArray(biases)) {
      network.getLayer(layer).getParam("W").assign(w.transpose());
      network.getLayer(layer).getParam("b").assign(b.reshape(1, b.length()));
    }
  }
}
