package io.graft.training;

import java.io.Serializable;

/**
 * Who sees which images of an epoch, and when. The images stand in the epoch's order, at positions
 * 0 to {@code images - 1}. They are cut into steps of {@code workers * batchSize}, the last one
 * maybe shorter; a step's images are dealt to the workers in contiguous, nearly equal slices; and
 * {@code averagingFrequency} steps are a round, the last one maybe fewer.
 *
 * @param images of an epoch, at least 1
 * @param workers that train side by side, at least 1
 * @param batchSize images of a worker's minibatch, at least 1
 * @param averagingFrequency steps between two averagings, at least 1
 */
public record EpochShares(long images, int workers, int batchSize, int averagingFrequency)
    implements Serializable {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException where one is below 1, or there are more steps than an int
   *     counts
   */
  public EpochShares {
    if (images < 1 || workers < 1 || batchSize < 1 || averagingFrequency < 1) {
      throw new IllegalArgumentException(
          "%d images, %d workers, batches of %d, averaged every %d: all must be at least 1"
              .formatted(images, workers, batchSize, averagingFrequency));
    }
    if ((images - 1) / ((long) workers * batchSize) >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(images + " images are more than 2^31 - 1 steps");
    }
  }

  public static EpochShares of(TrainingSpec spec) {
    return new EpochShares(
        spec.images(), spec.workers(), spec.batchSize(), spec.averagingFrequency());
  }

  /** Steps of an epoch. */
  public int steps() {
    return Math.toIntExact((images - 1) / stepImages()) + 1;
  }

  /** Minibatches that the images of a step fill: of few images, fewer than there are workers. */
  public int minibatches() {
    return Math.toIntExact(Math.min(workers, (images - 1) / batchSize + 1));
  }

  /** Rounds of an epoch. */
  public int rounds() {
    return (steps() - 1) / averagingFrequency + 1;
  }

  /** The first step of a round, counted over the whole training, both from 0. */
  public int iteration(int epoch, int round) {
    return Math.toIntExact((long) epoch * steps() + (long) round * averagingFrequency);
  }

  /** All workers' images of a round. */
  public long images(int round) {
    long roundImages = stepImages() * averagingFrequency;
    return Math.min(images, (round + 1) * roundImages) - round * roundImages;
  }

  /** The step in which the image at the position is seen, from 0. */
  public int step(long position) {
    return Math.toIntExact(position / stepImages());
  }

  /** The round in which the image at the position is seen, from 0. */
  public int round(long position) {
    return step(position) / averagingFrequency;
  }

  /** The worker that sees the image at the position, from 0. */
  public int worker(long position) {
    long step = position / stepImages();
    long inStep = position - step * stepImages();
    long size = Math.min(stepImages(), images - step * stepImages());
    // Worker w's slice of the step begins at floor(w * size / workers).
    return Math.toIntExact(((inStep + 1) * workers - 1) / size);
  }

  private long stepImages() {
    return (long) workers * batchSize;
  }
}
