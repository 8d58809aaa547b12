package io.graft.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Preprocessed images in memory, with their classes.
 *
 * @param imageShape {@code [channels, height, width]}
 * @param pixels of each image, in that order
 * @param classes class index of each image
 */
public record LabelledImages(
    long[] imageShape, List<float[]> pixels, List<Integer> classes, int classCount) {

  public int size() {
    return pixels.size();
  }

  /** Minibatches of one epoch in a random order; the last one may be short. */
  List<DataSet> minibatches(int batchSize, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<DataSet> batches = new ArrayList<>();
    for (int start = 0; start < size(); start += batchSize) {
      batches.add(batch(order.subList(start, Math.min(size(), start + batchSize))));
    }
    return batches;
  }

  private DataSet batch(List<Integer> images) {
    int imageSize = Math.toIntExact(imageShape[0] * imageShape[1] * imageShape[2]);
    float[] values = new float[images.size() * imageSize];
    INDArray labels = Nd4j.zeros(images.size(), classCount);
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(pixels.get(images.get(i)), 0, values, i * imageSize, imageSize);
      labels.putScalar(i, classes.get(images.get(i)), 1);
    }
    return new DataSet(
        Nd4j.createFromArray(values)
            .reshape('c', images.size(), imageShape[0], imageShape[1], imageShape[2]),
        labels);
  }
}
