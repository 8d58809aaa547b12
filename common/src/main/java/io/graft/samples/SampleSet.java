package io.graft.samples;

import java.util.List;
import java.util.Locale;

/** The generated image sets, one per part in the story of transfer learning. */
public enum SampleSet {
  /** The source task, on which a base model is pretrained: one plain shape per image. */
  SHAPES(100, "circle", "ring", "square", "triangle", "star", "cross", "crescent", "hexagon"),
  /** Small and similar to the source: other shapes, drawn in the same way. */
  SIMILAR(40, "arrow", "heart", "l-shape", "pentagon"),
  /** Small and different from the source: fine textures that fill the image. */
  DIFFERENT(40, "blobs", "checkerboard", "dots", "stripes");

  private final int imagesPerClass;
  private final List<String> classNames;

  SampleSet(int imagesPerClass, String... classNames) {
    this.imagesPerClass = imagesPerClass;
    this.classNames = List.of(classNames);
  }

  /** How many images of each class {@link SampleWriter} writes. */
  public int imagesPerClass() {
    return imagesPerClass;
  }

  /** The class names, which are folder names too. */
  public List<String> classNames() {
    return classNames;
  }

  /** The set's folder: its name in lower case. */
  public String folderName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
