package io.graft.spark;

import java.util.OptionalLong;

/**
 * How an extraction is cut up. A wave is what is committed at once; its tasks are small, so that
 * none is left running alone and a lost one costs little; its files are large, as readers like
 * them.
 *
 * @param images of a wave, at most
 * @param imagesPerTask a multiple of the batch size
 * @param rowBytes of an image's features, about
 */
record WaveSize(long images, int imagesPerTask, long rowBytes, int cores) {

  private static final long FILE_BYTES = 96L << 20;
  private static final long SMALL_FILE_BYTES = 16L << 20;
  private static final long MAX_IMAGES_PER_CORE = 50_000;
  private static final int MAX_IMAGES_PER_TASK = 1024;
  private static final int TASKS_PER_CORE = 8;

  /**
   * The sizes for so many images.
   *
   * @param asked images of a wave, where the user says so
   */
  static WaveSize of(long images, int cores, int batchSize, long rowBytes, OptionalLong asked) {
    long perCore = Math.max(batchSize, Math.min(MAX_IMAGES_PER_CORE, FILE_BYTES / rowBytes));
    long wave = Math.max(1, Math.min(images, asked.orElse(perCore * cores)));
    long perTask = Math.min(MAX_IMAGES_PER_TASK, ceil(wave, (long) cores * TASKS_PER_CORE));
    return new WaveSize(
        wave, Math.toIntExact(ceil(perTask, batchSize) * batchSize), rowBytes, cores);
  }

  /** Waves for so many images. */
  int waves(long total) {
    return Math.toIntExact(ceil(total, images));
  }

  /** Tasks for a wave of so many images. */
  int tasks(long waveImages) {
    return Math.toIntExact(Math.max(1, ceil(waveImages, imagesPerTask)));
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
