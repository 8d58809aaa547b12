package io.graft.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels by javax.imageio, for images at which the native decoder crashes: slower, exact for PNG,
 * BMP and TIFF, a few levels off for JPEG, and without CMYK JPEG and WebP. It does not look at the
 * checksums of PNG.
 */
final class JavaImageDecoder implements PixelDecoder {

  /** The most that ImageIO holds for a pixel: four channels of 16 bits. */
  private static final long HEAP_BYTES_FOR_PIXEL = 8;

  /** Other tasks decode at the same time, and running out of heap ends the process. */
  private static final long SHARE_OF_HEAP = 4;

  static {
    ImageIO.setUseCache(false);
  }

  /** At full size only: there is little to gain for the few images that come here. */
  @Override
  public Mat decode(CheckedImage image, Reduction reduction) throws IOException {
    if (image.format() == ImageFormat.WEBP) {
      throw new IOException("the JDK has no decoder for WebP");
    }
    requireHeap(image.header().pixels());
    BufferedImage pixels = read(image);
    int colours = pixels.getColorModel().getColorSpace().getType();
    if (colours != ColorSpace.TYPE_RGB && colours != ColorSpace.TYPE_GRAY) {
      throw new IOException("its colours are neither RGB nor grey");
    }
    return new BgrPixels(pixels, image.format()).toMat();
  }

  private static void requireHeap(long pixels) throws IOException {
    long needed = pixels * HEAP_BYTES_FOR_PIXEL;
    long allowed = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    if (needed > allowed) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it may need %,d bytes of heap, and has leave to use %,d",
              needed,
              allowed));
    }
  }

  private static BufferedImage read(CheckedImage image) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(image.format().name()).next();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(image.bytes()))) {
      reader.setInput(input, true, true);
      ImageReadParam options = reader.getDefaultReadParam();
      options.setDestinationType(unconverted(reader.getImageTypes(0)));
      return reader.read(0, options);
    } finally {
      reader.dispose();
    }
  }

  /**
   * The type in the colour space of an embedded profile, where there is one: any other would be
   * converted to, and the native decoder ignores profiles. Null, the reader's own choice,
   * otherwise.
   */
  private static ImageTypeSpecifier unconverted(Iterator<ImageTypeSpecifier> types) {
    while (types.hasNext()) {
      ImageTypeSpecifier type = types.next();
      ColorSpace space = type.getColorModel().getColorSpace();
      if (space.getType() == ColorSpace.TYPE_RGB && !space.isCS_sRGB()) {
        return type;
      }
    }
    return null;
  }

  @Override
  public boolean turns(ImageFormat format) {
    return false;
  }

  @Override
  public BadImageException rejection(CheckedImage image, Exception cause) {
    String detail = "no pixels";
    if (cause != null) {
      detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
    return new BadImageException(
        QuarantineReason.CRASHED_DECODER,
        "%s crashed the native decoder, and the Java one can't read it: %s"
            .formatted(image.description(), detail),
        cause);
  }

  @Override
  public void close() {
    // Holds nothing between images.
  }
}
