package io.graft.config;

import io.graft.error.UserException;
import java.io.Serializable;
import java.util.List;

/**
 * How a head with dense layers is trained.
 *
 * @param hidden outputs of each hidden layer, one or two of them
 * @param dropout share of each hidden layer's outputs that is dropped in training, 0 to 0.9
 * @param epochs at most
 * @param batchSize images a step
 * @param learningRate of Adam
 * @param weightDecay decoupled from the gradient (AdamW), on weights but not on biases
 * @param patience epochs without a better validation log-loss after which training stops
 */
public record DenseHeadConfig(
    List<Integer> hidden,
    double dropout,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    int patience)
    implements Serializable {

  private static final int MAX_LAYERS = 2;
  private static final int MAX_OUTPUTS = 8192;

  static DenseHeadConfig read(SettingsReader settings) {
    DenseHeadConfig config =
        new DenseHeadConfig(
            settings.parsedTexts("head.dense.hidden", DenseHeadConfig::outputs, List.of(1)),
            settings.fraction("head.dense.dropout", 0, 0.9),
            settings.small("head.dense.epochs", 1, 100_000),
            settings.small("head.dense.batch-size", 1, 65_536),
            settings.fraction("head.dense.learning-rate", 0, 1),
            settings.fraction("head.dense.weight-decay", 0, 1),
            settings.small("head.dense.patience", 1, 100_000));
    return settings.built(config::checked, config);
  }

  private DenseHeadConfig checked() {
    if (hidden.isEmpty() || hidden.size() > MAX_LAYERS) {
      throw new UserException(
          "head.dense.hidden has %d layers: give the outputs of one or two, such as [256]."
              .formatted(hidden.size()));
    }
    return this;
  }

  private static int outputs(String text) {
    int outputs = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (outputs < 1 || outputs > MAX_OUTPUTS) {
      throw new UserException(
          "%s outputs of a hidden layer: allowed is a whole number from 1 to %d."
              .formatted(text, MAX_OUTPUTS));
    }
    return outputs;
  }
}
