package io.graft.spark;

/**
 * The mean of the workers' chunks, weighted by their images. The sums are kept in double, so that a
 * value on which all workers agree comes out as it is, bit for bit: frozen weights stay.
 */
final class ChunkMean {

  private long images;
  private double loss;
  private double[] sums;

  /** Adds a worker's chunk; the order is that of the workers, so that rounding is the same. */
  void add(StateChunk chunk) {
    if (sums == null) {
      sums = new double[chunk.values().length];
    }
    images += chunk.images();
    loss += chunk.images() * chunk.loss();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) chunk.images() * chunk.values()[i];
    }
  }

  StateChunk get() {
    float[] values = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      values[i] = (float) (sums[i] / images);
    }
    return new StateChunk(images, loss / images, values);
  }
}
