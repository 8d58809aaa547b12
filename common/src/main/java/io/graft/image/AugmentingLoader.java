package io.graft.image;

import io.graft.config.AugmentationConfig;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * An {@link ImageLoader} for training: every image is varied before it is normalised. What is done
 * to it depends on the settings and the image's seed alone, so that the same seed gives the same
 * floats wherever and in whatever order images are loaded. Not thread-safe: use one for each task;
 * it keeps its native buffers between images and frees them when closed.
 */
public final class AugmentingLoader implements AutoCloseable {

  private final Preprocessing preprocessing;
  private final AugmentationConfig augmentation;
  private final long maxPixels;
  private final ImageDecoder decoder;
  private final ImageDecoder javaDecoder;
  private final ModelChannels channels;
  private final CentralWindow centralWindow;
  private final RegionWindow regionWindow;
  private final ColourJitter colours = new ColourJitter();
  private final Normalizer normalizer;

  /**
   * A loader for one model, which decodes images at their full size.
   *
   * @param maxPixels the most pixels an image may have, as its header states and as scaled; above
   *     2^30 OpenCV's own limit holds
   * @throws IllegalArgumentException where maxPixels is below 1
   */
  public AugmentingLoader(
      Preprocessing preprocessing, AugmentationConfig augmentation, long maxPixels) {
    this.preprocessing = preprocessing;
    this.augmentation = augmentation;
    this.maxPixels = maxPixels;
    decoder = new ImageDecoder(maxPixels, new NativeImageDecoder());
    javaDecoder = new ImageDecoder(maxPixels, new JavaImageDecoder());
    channels = new ModelChannels(preprocessing.channelOrder());
    centralWindow = new CentralWindow(preprocessing);
    regionWindow = new RegionWindow(preprocessing);
    normalizer = new Normalizer(preprocessing);
  }

  /** The seed of an image in an epoch: neighbours in either have nothing in common. */
  public static long imageSeed(long seed, int epoch, long index) {
    return mixed(mixed(mixed(seed) ^ epoch) ^ index);
  }

  private static long mixed(long value) {
    return new SplittableRandom(value).nextLong();
  }

  /**
   * Loads one image: writes channels * height * width floats at the position of {@code out}, which
   * moves on by as many. After a BadImageException {@code out} is where it was. With {@link
   * AugmentationConfig#NONE} the floats are those of {@link ImageLoader#load}.
   *
   * @throws BadImageException where the bytes are no usable image
   * @throws IllegalArgumentException where {@code out} has too little room
   */
  public void load(byte[] bytes, long imageSeed, FloatBuffer out) throws BadImageException {
    load(bytes, decoder, imageSeed, out);
  }

  /**
   * As {@link #load}, but decodes in Java, as {@link ImageLoader#loadWithoutNative} does and with
   * its exceptions.
   */
  public void loadWithoutNative(byte[] bytes, long imageSeed, FloatBuffer out)
      throws BadImageException {
    load(bytes, javaDecoder, imageSeed, out);
  }

  private void load(byte[] bytes, ImageDecoder decoder, long imageSeed, FloatBuffer out)
      throws BadImageException {
    normalizer.requireRoom(out);
    CheckedImage checked = decoder.check(bytes);
    Variation variation = Variation.draw(augmentation, imageSeed);
    Framing framing = Framing.of(preprocessing, checked.size(), maxPixels);
    try (Mat image = decoder.decode(checked, Reduction.NONE);
        Mat pixels = window(channels.of(image), checked.size(), framing, variation)) {
      flip(pixels, variation);
      normalizer.normalize(colours.of(pixels, variation), out);
    }
  }

  private Mat window(Mat image, ImageSize size, Framing framing, Variation variation) {
    if (augmentation.cropMinArea() < 1) {
      double minArea = augmentation.cropMinArea();
      return regionWindow.of(image, Region.random(preprocessing, size, minArea, variation));
    }
    if (variation.radians() != 0) {
      return regionWindow.of(image, Region.central(preprocessing, size, variation.radians()));
    }
    return centralWindow.of(image, framing);
  }

  private static void flip(Mat pixels, Variation variation) {
    if (variation.flippedHorizontally()) {
      opencv_core.flip(pixels, pixels, 1);
    }
    if (variation.flippedVertically()) {
      opencv_core.flip(pixels, pixels, 0);
    }
  }

  /** Frees the native buffers. */
  @Override
  public void close() {
    decoder.close();
    javaDecoder.close();
    channels.close();
    centralWindow.close();
    regionWindow.close();
    colours.close();
    normalizer.close();
  }
}
