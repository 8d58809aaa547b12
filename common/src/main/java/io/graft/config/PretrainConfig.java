package io.graft.config;

/**
 * How the small network is trained from random weights.
 *
 * @param imageSize height and width in pixels
 * @param validation fraction of each class held out
 */
public record PretrainConfig(
    int imageSize, int epochs, int batchSize, double learningRate, double validation) {

  static PretrainConfig read(SettingsReader settings) {
    return new PretrainConfig(
        settings.small("pretrain.image-size", 16, 512),
        settings.small("pretrain.epochs", 1, 100_000),
        settings.small("pretrain.batch-size", 1, 4096),
        settings.fraction("pretrain.learning-rate", 0, 1),
        settings.fraction("pretrain.validation", 0, 0.9));
  }
}
