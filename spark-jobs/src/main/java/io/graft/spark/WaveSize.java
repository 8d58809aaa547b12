package io.graft.spark;

import java.util.OptionalLong;

/**
 * How an extraction is cut up. A wave is what is committed at once, in tasks of {@link TaskSizes};
 * its files are large, as readers like them.
 *
 * @param images of a wave, at most
 * @param batchSize images that the network is handed at once
 * @param rowBytes of an image's features, about
 */
record WaveSize(long images, int batchSize, long rowBytes, int cores) {

  private static final long FILE_BYTES = 96L << 20;
  private static final long SMALL_FILE_BYTES = 16L << 20;
  private static final long MAX_IMAGES_PER_CORE = 100_000;
  private static final long PLANNED_PER_PARTITION = 25_000;

  /**
   * The sizes for so many images.
   *
   * @param asked images of a wave, where the user says so
   */
  static WaveSize of(long images, int cores, int batchSize, long rowBytes, OptionalLong asked) {
    long perCore = Math.max(batchSize, Math.min(MAX_IMAGES_PER_CORE, FILE_BYTES / rowBytes));
    long wave = Math.max(1, Math.min(images, asked.orElse(perCore * cores)));
    return new WaveSize(wave, batchSize, rowBytes, cores);
  }

  /** Waves for so many images. */
  int waves(long total) {
    return Math.toIntExact(ceil(total, images));
  }

  /** Partitions to plan so many images in; adaptive execution would put small rows into one. */
  static int partitions(long total) {
    return Math.toIntExact(ceil(total, PLANNED_PER_PARTITION));
  }

  /** The tasks of a wave of so many images. */
  TaskSizes tasks(long waveImages) {
    return TaskSizes.of(waveImages, batchSize, cores);
  }

  /** Files for so many rows: full ones, or one a core where that leaves none too small. */
  int files(long rows) {
    long bytes = rows * rowBytes;
    return Math.toIntExact(
        Math.max(Math.max(1, ceil(bytes, FILE_BYTES)), Math.min(cores, bytes / SMALL_FILE_BYTES)));
  }

  private static long ceil(long value, long by) {
    return (value + by - 1) / by;
  }
}
