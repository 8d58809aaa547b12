package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import io.graft.training.FrozenOutputInput;
import io.graft.training.TensorShape;
import io.graft.training.TrainableNetwork;
import java.util.List;

/**
 * The frozen layers of a network that is being trained, as the executors run them.
 *
 * @param spec whose cuts are the layers that trained ones read, unpooled
 * @param output as the trained layers read it
 */
record FrozenPart(NetworkSpec spec, FrozenOutputInput output) {

  /** Those that are below a tail. */
  static FrozenPart below(TrainableNetwork tail, Preprocessing preprocessing, EngineConfig engine) {
    List<Cut> cuts = tail.inputs().stream().map(layer -> new Cut(layer, Pooling.NONE)).toList();
    NetworkShape shape = NetworkShape.of(tail.grafted(), preprocessing);
    return new FrozenPart(
        NetworkSpec.of(tail.grafted(), cuts, preprocessing, engine),
        new FrozenOutputInput(
            tail.inputs().stream().map(layer -> TensorShape.of(shape.at(layer))).toList()));
  }

  /** The names of the layers that end them. */
  String names() {
    return String.join(", ", spec.cuts().stream().map(Cut::layer).toList());
  }
}
