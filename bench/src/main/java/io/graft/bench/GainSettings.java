package io.graft.bench;

import java.util.List;

/**
 * How the gain from pretraining is measured.
 *
 * @param imagesPerClass training set sizes
 * @param seeds runs of each size: of the images drawn, the head, the order and the random weights
 * @param epochs of every fine-tuning
 * @param cores Spark tasks at once, and workers
 * @param heap of each JVM, as {@code -Xmx} takes it
 */
record GainSettings(List<Integer> imagesPerClass, int seeds, int epochs, int cores, String heap) {

  static final List<Integer> IMAGES_PER_CLASS = List.of(50, 200, 800);
  static final int EPOCHS = 20;
  static final int BATCH_SIZE = 16;
}
