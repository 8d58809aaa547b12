package io.graft.image;

import java.nio.ByteOrder;

/** PNG chunks (PNG 3rd edition, section 5), from IHDR to IEND; checksums are libpng's matter. */
final class PngStructure implements ImageStructure {

  private static final int SIGNATURE_BYTES = 8;
  private static final int LENGTH_AND_TYPE_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;

  private final ImageBytes data;

  PngStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    long body = SIGNATURE_BYTES + LENGTH_AND_TYPE_BYTES;
    long width = data.unsignedInt(body);
    long height = data.unsignedInt(body + 4);
    if (!data.startsWith(SIGNATURE_BYTES + 4, "IHDR")) {
      throw new BadImageException(QuarantineReason.UNREADABLE, "PNG does not start with IHDR");
    }
    return ImageHeader.of(ImageFormat.PNG, width, height);
  }

  @Override
  public Orientation walk() throws BadImageException {
    Orientation orientation = Orientation.UPRIGHT;
    long chunk = SIGNATURE_BYTES;
    while (true) {
      long length = data.unsignedInt(chunk);
      long body = chunk + LENGTH_AND_TYPE_BYTES;
      data.require(body, length + CHECKSUM_BYTES);
      if (data.startsWith(chunk + 4, "IEND")) {
        return orientation;
      } else if (data.startsWith(chunk + 4, "eXIf")) {
        orientation = TiffDirectory.orientationOf(data.slice(body, length, ByteOrder.BIG_ENDIAN));
      }
      chunk = body + length + CHECKSUM_BYTES;
    }
  }
}
