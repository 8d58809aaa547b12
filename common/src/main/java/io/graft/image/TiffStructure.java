package io.graft.image;

/** The first page of a TIFF file: its size, and whether all of its strips or tiles are there. */
final class TiffStructure implements ImageStructure {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int MOST_BITS = 16;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;

  /** Writers round tiles up, and may use the same for images of any size. */
  private static final long LARGEST_TILE_PIXELS = 4096 * 4096;

  private final ImageBytes data;

  TiffStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    TiffDirectory directory = TiffDirectory.read(data);
    if (!directory.has(WIDTH) || !directory.has(HEIGHT)) {
      throw new BadImageException(
          QuarantineReason.UNREADABLE, "TIFF without width or height in its first directory");
    }
    if (directory.has(BITS_PER_SAMPLE) && directory.value(BITS_PER_SAMPLE, 0) > MOST_BITS) {
      throw BadImageException.of(
          QuarantineReason.UNSUPPORTED,
          "TIFF with %d bits a channel is not supported",
          directory.value(BITS_PER_SAMPLE, 0));
    }
    return ImageHeader.of(ImageFormat.TIFF, directory.value(WIDTH, 0), directory.value(HEIGHT, 0));
  }

  @Override
  public Orientation walk() throws BadImageException {
    TiffDirectory directory = TiffDirectory.read(data);
    requireModestTiles(directory);
    requireParts(directory, STRIP_OFFSETS, STRIP_BYTE_COUNTS);
    requireParts(directory, TILE_OFFSETS, TILE_BYTE_COUNTS);
    return directory.orientation();
  }

  /** Decoders allocate a whole tile, however small the image that it is for. */
  private void requireModestTiles(TiffDirectory directory) throws BadImageException {
    if (!directory.has(TILE_WIDTH) || !directory.has(TILE_HEIGHT)) {
      return;
    }
    long width = directory.value(TILE_WIDTH, 0);
    long height = directory.value(TILE_HEIGHT, 0);
    long most = Math.max(LARGEST_TILE_PIXELS, 2 * header().pixels());
    if (height > 0 && width > most / height) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "TIFF with tiles of %dx%d pixels", width, height);
    }
  }

  private void requireParts(TiffDirectory directory, int offsets, int byteCounts)
      throws BadImageException {
    if (!directory.has(offsets) || !directory.has(byteCounts)) {
      return;
    }
    long parts = Math.min(directory.count(offsets), directory.count(byteCounts));
    for (long part = 0; part < parts; part++) {
      data.require(directory.value(offsets, part), directory.value(byteCounts, part));
    }
  }
}
