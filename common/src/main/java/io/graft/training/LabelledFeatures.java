package io.graft.training;

/**
 * Features of labelled images in memory.
 *
 * @param features {@code [images][features]}
 * @param labels the class of each image, 0 to {@code classes - 1}
 */
public record LabelledFeatures(float[][] features, int[] labels, int classes) {

  public LabelledFeatures {
    if (features.length != labels.length) {
      throw new IllegalArgumentException(features.length + " images, " + labels.length + " labels");
    }
  }

  public int images() {
    return labels.length;
  }

  /** Features of an image. */
  public int width() {
    return features.length == 0 ? 0 : features[0].length;
  }

  /** How many images each class has. */
  public int[] counts() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The images at these positions, in this order. */
  public LabelledFeatures select(int[] positions) {
    float[][] selected = new float[positions.length][];
    int[] selectedLabels = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      selected[i] = features[positions[i]];
      selectedLabels[i] = labels[positions[i]];
    }
    return new LabelledFeatures(selected, selectedLabels, classes);
  }
}
