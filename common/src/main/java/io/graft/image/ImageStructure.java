package io.graft.image;

import java.nio.ByteOrder;

/**
 * The container of an encoded image, read without decoding any pixel. The decoders fill what is
 * missing from a cut file with grey and say nothing, so the containers are walked to their end.
 */
interface ImageStructure {

  /** Format and size; needs the first bytes only. */
  ImageHeader header() throws BadImageException;

  /**
   * Walks to the end of the (first) image and gives its EXIF orientation, UPRIGHT where there is
   * none.
   *
   * @throws BadImageException TRUNCATED where the data ends before the image does
   */
  Orientation walk() throws BadImageException;

  /** The structure for these bytes, by magic number. */
  static ImageStructure of(byte[] bytes) throws BadImageException {
    return switch (ImageHeader.formatOf(bytes)) {
      case JPEG -> new JpegStructure(new ImageBytes(bytes, ByteOrder.BIG_ENDIAN));
      case PNG -> new PngStructure(new ImageBytes(bytes, ByteOrder.BIG_ENDIAN));
      case GIF -> new GifStructure(new ImageBytes(bytes, ByteOrder.LITTLE_ENDIAN));
      case BMP -> new BmpStructure(new ImageBytes(bytes, ByteOrder.LITTLE_ENDIAN));
      case WEBP -> new WebpStructure(new ImageBytes(bytes, ByteOrder.LITTLE_ENDIAN));
      case TIFF -> new TiffStructure(new ImageBytes(bytes, ByteOrder.BIG_ENDIAN));
    };
  }
}
