package io.graft.bench;

import io.graft.error.UserException;
import java.util.Arrays;

/** The image sets that are measured. */
enum ImageSet {
  PHOTOGRAPHS("photographs", "images/hymenoptera", "JPEG photographs of 200 to 800 pixels a side"),
  SMALL("small", "images/cifar10", "JPEG images of 32 x 32 pixels");

  private final String text;
  private final String folder;
  private final String title;

  ImageSet(String text, String folder, String title) {
    this.text = text;
    this.folder = folder;
    this.title = title;
  }

  /** As the command line names it. */
  String text() {
    return text;
  }

  /** Where it lies in the shared data. */
  String folder() {
    return folder;
  }

  /** As the report names it. */
  String title() {
    return title;
  }

  static ImageSet parse(String text) {
    return Arrays.stream(values())
        .filter(set -> set.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new UserException("Unknown image set '" + text + "': use photographs or small."));
  }
}
