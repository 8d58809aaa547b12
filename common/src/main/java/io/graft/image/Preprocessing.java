package io.graft.image;

import com.typesafe.config.Config;
import io.graft.error.UserException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model expects of its input; it travels with every model. An image becomes [channels,
 * height, width] floats: decoded, oriented, resized by the resize rule, then (value - mean[c]) /
 * std[c] with values, mean and std on the 0-255 scale and in the model's channel order.
 *
 * <p>Rounding under {@link ResizeRule#SHORTER_SIDE}, with round half up: the target is round(height
 * / cropFraction) x round(width / cropFraction); the image is scaled until it covers the target,
 * the side that binds exactly and the other to round(side * scale); the crop starts at
 * floor((scaled - size) / 2) on both axes.
 *
 * @param height rows of the model's input, 1 to 8192
 * @param width columns of the model's input, 1 to 8192
 * @param cropFraction the part of the scaled image's shorter side that the crop keeps, 0.1 to 1
 * @param mean one finite number for each channel
 * @param std one finite number above 0 for each channel
 */
public record Preprocessing(
    int height,
    int width,
    ChannelOrder channelOrder,
    ResizeRule resize,
    double cropFraction,
    Interpolation interpolation,
    List<Double> mean,
    List<Double> std)
    implements Serializable {

  /**
   * Checks every component.
   *
   * @throws UserException naming each key that is out of range, its value and the range
   */
  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    new PreprocessingRules()
        .size("height", height)
        .size("width", width)
        .cropFraction(cropFraction)
        .mean(channelOrder, mean)
        .std(channelOrder, std)
        .throwIfBroken("preprocessing");
  }

  /**
   * Reads an {@code input { ... }} block: height, width, channel-order, resize, mean, std, and
   * optionally crop-fraction (0.875) and interpolation (bilinear). Names are case-insensitive.
   *
   * @throws UserException listing every problem at once: missing, unknown and bad keys
   */
  public static Preprocessing fromConfig(Config input) {
    return new PreprocessingReader(input).read();
  }

  /** The same keys and values, so that {@link #fromConfig} of them gives an equal record. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(PreprocessingReader.HEIGHT, height);
    map.put(PreprocessingReader.WIDTH, width);
    map.put(PreprocessingReader.CHANNEL_ORDER, channelOrder.name());
    map.put(PreprocessingReader.RESIZE, PreprocessingReader.text(resize));
    map.put(PreprocessingReader.CROP_FRACTION, cropFraction);
    map.put(PreprocessingReader.INTERPOLATION, PreprocessingReader.text(interpolation));
    map.put(PreprocessingReader.MEAN, mean);
    map.put(PreprocessingReader.STD, std);
    return map;
  }
}
