package io.graft.image;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encoded bytes to normalised floats, [channels, height, width] in the model's channel order:
 * decode, orient, resize, crop, normalise. Everything that feeds a model goes through here, so that
 * training and prediction see the same numbers. Not thread-safe: use one for each task; it keeps
 * its native buffers between images and frees them when closed.
 */
public final class ImageLoader implements AutoCloseable {

  private final Preprocessing preprocessing;
  private final long maxPixels;
  private final DecodeSize decodeSize;
  private final ImageDecoder decoder;
  private final ImageDecoder javaDecoder;
  private final ModelChannels channels;
  private final CentralWindow window;
  private final Normalizer normalizer;

  /**
   * A loader for one model, which decodes images at their full size.
   *
   * @param maxPixels the most pixels an image may have, as its header states and as scaled; above
   *     2^30 OpenCV's own limit holds
   * @throws IllegalArgumentException where maxPixels is below 1
   */
  public ImageLoader(Preprocessing preprocessing, long maxPixels) {
    this(preprocessing, maxPixels, DecodeSize.FULL);
  }

  /**
   * A loader for one model. What {@link DecodeSize#REDUCED} changes is the pixels alone: size, crop
   * and aspect stay those of the whole image.
   *
   * @param maxPixels the most pixels an image may have, as its header states and as scaled; above
   *     2^30 OpenCV's own limit holds
   * @throws IllegalArgumentException where maxPixels is below 1
   */
  public ImageLoader(Preprocessing preprocessing, long maxPixels, DecodeSize decodeSize) {
    this.preprocessing = preprocessing;
    this.maxPixels = maxPixels;
    this.decodeSize = decodeSize;
    decoder = new ImageDecoder(maxPixels, new NativeImageDecoder());
    javaDecoder = new ImageDecoder(maxPixels, new JavaImageDecoder());
    channels = new ModelChannels(preprocessing.channelOrder());
    window = new CentralWindow(preprocessing);
    normalizer = new Normalizer(preprocessing);
  }

  /**
   * Loads one image: writes channels * height * width floats at the position of {@code out}, which
   * moves on by as many, and gives the image's size as decoded. After a BadImageException {@code
   * out} is where it was.
   *
   * @throws BadImageException where the bytes are no usable image
   * @throws IllegalArgumentException where {@code out} has too little room
   */
  public ImageSize load(byte[] bytes, FloatBuffer out) throws BadImageException {
    return load(bytes, decoder, decodeSize, out);
  }

  /**
   * As {@link #load}, but decodes in Java, and at full size always, what OpenCV would decode: for
   * images at which the native decoder crashes (see {@link DecoderProbe}). The pixels of PNG, GIF,
   * BMP and TIFF are the same, those of JPEG differ by a few levels.
   *
   * @throws BadImageException where the bytes are no usable image; CRASHED_DECODER where Java can't
   *     decode them either, as with WebP and CMYK JPEG
   * @throws IllegalArgumentException where {@code out} has too little room
   */
  public ImageSize loadWithoutNative(byte[] bytes, FloatBuffer out) throws BadImageException {
    return load(bytes, javaDecoder, DecodeSize.FULL, out);
  }

  private ImageSize load(byte[] bytes, ImageDecoder decoder, DecodeSize decodeSize, FloatBuffer out)
      throws BadImageException {
    normalizer.requireRoom(out);
    CheckedImage checked = decoder.check(bytes);
    Framing framing = Framing.of(preprocessing, checked.size(), maxPixels);
    Reduction reduction =
        decodeSize == DecodeSize.REDUCED ? Reduction.strongest(checked, framing) : Reduction.NONE;
    try (Mat image = decoder.decode(checked, reduction);
        Mat pixels = window.of(channels.of(image), framing)) {
      normalizer.normalize(pixels, out);
    }
    return checked.size();
  }

  /** Frees the native buffers. */
  @Override
  public void close() {
    decoder.close();
    javaDecoder.close();
    channels.close();
    window.close();
    normalizer.close();
  }
}
