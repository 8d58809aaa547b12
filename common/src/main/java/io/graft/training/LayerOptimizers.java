package io.graft.training;

import io.graft.config.FineTuneConfig;
import io.graft.config.FineTuneConfig.BlockRate;
import io.graft.config.OptimizerConfig;
import io.graft.error.UserException;
import io.graft.model.NetworkGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Gives every layer the optimiser it is trained with, in place of what the base model had. */
final class LayerOptimizers {

  // Inception's, which Esteva et al. (2017) fine-tuned with too.
  private static final double RMS_DECAY = 0.9;
  private static final double RMS_EPSILON = 0.1;

  private final OptimizerConfig optimizer;
  private final LearningRates rates;
  private final Map<String, Double> factors;

  /**
   * Finds each layer's rate.
   *
   * @param frozen layers, which have none
   * @throws UserException when a block ends in no layer, before the block in front of it, or in a
   *     frozen layer
   */
  LayerOptimizers(
      FineTuneConfig config, int stepsPerEpoch, NetworkGraph graph, Set<String> frozen) {
    this.optimizer = config.optimizer();
    this.rates = LearningRates.of(optimizer, config.epochs(), stepsPerEpoch);
    this.factors = factors(config.blockRates(), graph, frozen);
  }

  private static Map<String, Double> factors(
      List<BlockRate> blocks, NetworkGraph graph, Set<String> frozen) {
    Map<String, Double> factors = new HashMap<>();
    int last = -1;
    for (BlockRate block : blocks) {
      int position = LayerNames.position(graph, block.layer(), "fine-tune.block-rates");
      if (frozen.contains(block.layer())) {
        throw new UserException(
            "fine-tune.block-rates: layer '%s' is frozen by fine-tune.freeze-until and has no rate. Leave it out."
                .formatted(block.layer()));
      }
      if (position <= last) {
        throw new UserException(
            "fine-tune.block-rates: layer '%s' does not lie behind the one before it. Name them in the network's order."
                .formatted(block.layer()));
      }
      last = position;
      graph.upTo(block.layer()).forEach(layer -> factors.putIfAbsent(layer, block.factor()));
    }
    return factors;
  }

  /** Sets the optimiser of a vertex's layer. */
  void apply(String vertex, Layer layer) {
    layer.setConstraints(new ArrayList<>());
    if (layer instanceof BaseLayer weighted) {
      weighted.setIUpdater(updater(rates.times(factors.getOrDefault(vertex, 1.0))));
      weighted.setBiasUpdater(null);
      weighted.setRegularization(regularization());
      weighted.setRegularizationBias(new ArrayList<>());
      weighted.setGradientNormalization(GradientNormalization.None);
      weighted.setWeightNoise(null);
    }
  }

  private List<Regularization> regularization() {
    return optimizer.weightDecay() == 0
        ? new ArrayList<>()
        : new ArrayList<>(List.of(new DecoupledWeightDecay(optimizer.weightDecay())));
  }

  private IUpdater updater(LearningRates schedule) {
    return switch (optimizer.type()) {
      case SGD ->
          optimizer.momentum() == 0
              ? new Sgd(schedule)
              : new Nesterovs(schedule, optimizer.momentum());
      case ADAM -> new Adam(schedule);
      case RMSPROP -> {
        RmsProp rmsProp = new RmsProp(schedule);
        rmsProp.setRmsDecay(RMS_DECAY);
        rmsProp.setEpsilon(RMS_EPSILON);
        yield rmsProp;
      }
    };
  }
}
