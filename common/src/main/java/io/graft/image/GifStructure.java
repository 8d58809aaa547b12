package io.graft.image;

/**
 * GIF blocks (GIF89a specification) up to the end of the first frame. The canvas is the logical
 * screen, grown where the first frame reaches beyond it, as Pillow does.
 */
final class GifStructure implements ImageStructure {

  private static final int SCREEN_DESCRIPTOR_END = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int IMAGE_DESCRIPTOR_BYTES = 10;

  private final ImageBytes data;

  GifStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    long image = firstImage();
    int right = data.unsignedShort(image + 1) + data.unsignedShort(image + 5);
    int bottom = data.unsignedShort(image + 3) + data.unsignedShort(image + 7);
    return ImageHeader.of(
        ImageFormat.GIF,
        Math.max(right, data.unsignedShort(6)),
        Math.max(bottom, data.unsignedShort(8)));
  }

  @Override
  public Orientation walk() throws BadImageException {
    long image = firstImage();
    long colours = colourTableBytes(data.unsignedByte(image + 9));
    skipBlocks(image + IMAGE_DESCRIPTOR_BYTES + colours + 1);
    return Orientation.UPRIGHT;
  }

  /** Columns of the canvas to the left of the first frame. */
  int frameLeft() throws BadImageException {
    return data.unsignedShort(firstImage() + 1);
  }

  /** Rows of the canvas above the first frame. */
  int frameTop() throws BadImageException {
    return data.unsignedShort(firstImage() + 3);
  }

  private long firstImage() throws BadImageException {
    long position = SCREEN_DESCRIPTOR_END + colourTableBytes(data.unsignedByte(10));
    int block = data.unsignedByte(position);
    while (block == EXTENSION) {
      position = skipBlocks(position + 2);
      block = data.unsignedByte(position);
    }
    if (block != IMAGE) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "GIF without a frame: block %02x instead", block);
    }
    return position;
  }

  private static long colourTableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 0x07) + 1);
  }

  /** The position after a chain of data sub-blocks and its terminator. */
  private long skipBlocks(long start) throws BadImageException {
    long position = start;
    int length = data.unsignedByte(position);
    while (length != 0) {
      position += 1 + length;
      length = data.unsignedByte(position);
    }
    return position + 1;
  }
}
