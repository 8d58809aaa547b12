package io.graft.image;

/** Windows and OS/2 bitmap headers (BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER). */
final class BmpStructure implements ImageStructure {

  private static final int FILE_HEADER_BYTES = 14;
  private static final int CORE_HEADER_BYTES = 12;
  private static final int UNCOMPRESSED = 0;
  private static final int BIT_FIELDS = 3;

  private final ImageBytes data;

  BmpStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    if (core()) {
      return ImageHeader.of(ImageFormat.BMP, data.unsignedShort(18), data.unsignedShort(20));
    }
    // A negative height means rows from the top down.
    return ImageHeader.of(ImageFormat.BMP, data.signedInt(18), Math.abs((long) data.signedInt(22)));
  }

  @Override
  public Orientation walk() throws BadImageException {
    long compression = core() ? UNCOMPRESSED : data.unsignedInt(30);
    if (compression == UNCOMPRESSED || compression == BIT_FIELDS) {
      ImageHeader header = header();
      long bits = data.unsignedShort(core() ? 24 : 28);
      long rowBytes = (header.width() * bits + 31) / 32 * 4;
      data.require(data.unsignedInt(10), Math.multiplyExact(rowBytes, (long) header.height()));
    }
    return Orientation.UPRIGHT;
  }

  private boolean core() throws BadImageException {
    return data.unsignedInt(FILE_HEADER_BYTES) == CORE_HEADER_BYTES;
  }
}
