package io.graft.image;

import java.nio.ByteOrder;

/** WebP container (RFC 9649): lossy (VP8), lossless (VP8L) and extended (VP8X) still images. */
final class WebpStructure implements ImageStructure {

  private static final int FIRST_CHUNK = 12;
  private static final int FIRST_BODY = 20;
  private static final int ANIMATED = 0x02;
  private static final String EXIF = "Exif\0\0";

  private final ImageBytes data;

  WebpStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    data.require(FIRST_CHUNK, 8);
    if (data.startsWith(FIRST_CHUNK, "VP8X")) {
      return extended();
    } else if (data.startsWith(FIRST_CHUNK, "VP8L")) {
      long bits = data.unsignedInt(FIRST_BODY + 1);
      return ImageHeader.of(ImageFormat.WEBP, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    } else if (data.startsWith(FIRST_CHUNK, "VP8 ")) {
      int width = data.unsignedShort(FIRST_BODY + 6) & 0x3fff;
      int height = data.unsignedShort(FIRST_BODY + 8) & 0x3fff;
      return ImageHeader.of(ImageFormat.WEBP, width, height);
    }
    throw new BadImageException(QuarantineReason.UNREADABLE, "WebP without an image chunk");
  }

  private ImageHeader extended() throws BadImageException {
    if ((data.unsignedByte(FIRST_BODY) & ANIMATED) != 0) {
      throw new BadImageException(QuarantineReason.UNSUPPORTED, "Animated WebP is not supported");
    }
    return ImageHeader.of(
        ImageFormat.WEBP,
        data.unsignedMedium(FIRST_BODY + 4) + 1L,
        data.unsignedMedium(FIRST_BODY + 7) + 1L);
  }

  @Override
  public Orientation walk() throws BadImageException {
    long end = 8 + data.unsignedInt(4);
    // Some encoders forget the pad byte after an odd last chunk, which holds nothing.
    data.require(0, end - 1);
    long chunk = FIRST_CHUNK;
    while (chunk + 8 <= Math.min(end, data.length())) {
      long length = data.unsignedInt(chunk + 4);
      if (data.startsWith(chunk, "EXIF")) {
        return exifOrientation(chunk + 8, length);
      }
      chunk += 8 + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }

  /** Some writers put JPEG's Exif signature before the directory. */
  private Orientation exifOrientation(long body, long length) throws BadImageException {
    int signature = data.startsWith(body, EXIF) ? EXIF.length() : 0;
    return TiffDirectory.orientationOf(
        data.slice(body + signature, length - signature, ByteOrder.BIG_ENDIAN));
  }
}
