package io.graft.image;

import io.graft.error.UserException;
import java.util.List;

/**
 * Preprocessings by the name of the framework that trained the model, as in Keras's
 * imagenet_utils.preprocess_input. All scale the shorter side to size / 0.875, bilinear, and crop.
 */
public enum PreprocessingPreset {
  /** RGB, values in -1 to 1: MobileNet, Inception, Xception. */
  TF(ChannelOrder.RGB, List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5)),
  /** RGB, ImageNet mean and standard deviation: torchvision models, DenseNet. */
  TORCH(ChannelOrder.RGB, List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375)),
  /** BGR, ImageNet mean taken off, not scaled: VGG and ResNet as Caffe and Keras have them. */
  CAFFE(ChannelOrder.BGR, List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0)),
  /** RGB, values in 0 to 1. */
  UNIT(ChannelOrder.RGB, List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0)),
  /** RGB, values in 0 to 255: for models that normalise inside. */
  RAW(ChannelOrder.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  private static final double CROP_FRACTION = 0.875;

  private final ChannelOrder channelOrder;
  private final List<Double> mean;
  private final List<Double> std;

  PreprocessingPreset(ChannelOrder channelOrder, List<Double> mean, List<Double> std) {
    this.channelOrder = channelOrder;
    this.mean = mean;
    this.std = std;
  }

  /**
   * This preset for a model with an input of height x width pixels.
   *
   * @throws UserException where a side is out of range
   */
  public Preprocessing forSize(int height, int width) {
    return new Preprocessing(
        height,
        width,
        channelOrder,
        ResizeRule.SHORTER_SIDE,
        CROP_FRACTION,
        Interpolation.BILINEAR,
        mean,
        std);
  }

  /**
   * The preset of this name, in any case.
   *
   * @throws UserException listing the names where there is none
   */
  public static PreprocessingPreset parse(String name) {
    PreprocessingPreset preset = PreprocessingReader.parse(PreprocessingPreset.class, name);
    if (preset == null) {
      throw new UserException(
          "Unknown preprocessing preset '%s': choose one of %s."
              .formatted(name, PreprocessingReader.names(PreprocessingPreset.class)));
    }
    return preset;
  }
}
