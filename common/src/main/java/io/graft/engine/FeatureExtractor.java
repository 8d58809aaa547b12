package io.graft.engine;

import java.nio.FloatBuffer;

/**
 * The frozen network up to one or several cuts. Safe for use by several threads at once: the tasks
 * of an executor share one.
 */
public interface FeatureExtractor extends AutoCloseable {

  /**
   * Computes the features of a batch.
   *
   * @param images a direct buffer that holds {@code [batchSize, channels, height, width]} from its
   *     start; the images behind {@code count} may hold anything
   * @param count how many images of the batch are meant, from 1 to the batch size
   * @return the features, indexed {@code [cut][image][feature]} with {@code count} images each
   */
  float[][][] extract(FloatBuffer images, int count);

  /** Images that one call computes. */
  int batchSize();

  @Override
  void close();
}
