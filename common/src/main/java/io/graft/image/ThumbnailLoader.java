package io.graft.image;

import java.nio.FloatBuffer;
import java.util.List;

/** Encoded bytes to thumbnails. Not thread-safe; it keeps native buffers until it is closed. */
public final class ThumbnailLoader implements AutoCloseable {

  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

  private final ImageLoader loader;
  private final FloatBuffer values =
      FloatBuffer.allocate(Thumbnail.CHANNELS * Thumbnail.SIDE * Thumbnail.SIDE);

  /**
   * A loader.
   *
   * @param maxPixels the most pixels an image may have, as its header states
   * @throws IllegalArgumentException where maxPixels is below 1
   */
  public ThumbnailLoader(long maxPixels) {
    loader =
        new ImageLoader(
            new Preprocessing(
                Thumbnail.SIDE,
                Thumbnail.SIDE,
                ChannelOrder.RGB,
                ResizeRule.STRETCH,
                1.0,
                Interpolation.AREA,
                ZEROS,
                ONES),
            maxPixels);
  }

  /**
   * The image's thumbnail. It is decoded in Java, and in native code only where Java can't: what
   * neither can decode is in no feature set, so that no image of one ends the process here.
   *
   * @throws BadImageException where the bytes are no usable image
   */
  public Thumbnail load(byte[] bytes) throws BadImageException {
    values.clear();
    try {
      loader.loadWithoutNative(bytes, values);
    } catch (BadImageException notInJava) {
      if (notInJava.reason() != QuarantineReason.CRASHED_DECODER) {
        throw notInJava;
      }
      loader.load(bytes, values);
    }
    return new Thumbnail(values.array());
  }

  @Override
  public void close() {
    loader.close();
  }
}
