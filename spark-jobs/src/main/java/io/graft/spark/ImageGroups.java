package io.graft.spark;

import io.graft.image.QuarantineReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Takes images from a partition a group at a time, read into memory. Runs on the task's own thread,
 * as Spark's iterators want, and so reads while a lane computes.
 */
final class ImageGroups {

  /** So many that handing them over costs nothing beside computing them. */
  static final int MAX_IMAGES = 32;

  /** A group ends with the image that reaches this. */
  private static final long MAX_BYTES = 8L << 20;

  /** Larger files are left to the lane to read, one by one. */
  private static final long MAX_FILE_BYTES = 32L << 20;

  private final Iterator<ImageInput> images;
  private final ImageFiles files;
  private final LabelRule labelRule;

  ImageGroups(Iterator<ImageInput> images, ImageFiles files, LabelRule labelRule) {
    this.images = images;
    this.files = files;
    this.labelRule = labelRule;
  }

  /** The next images; none when there are no more. */
  List<ImageInput> next() {
    List<ImageInput> group = new ArrayList<>(MAX_IMAGES);
    long bytes = 0;
    while (group.size() < MAX_IMAGES && bytes < MAX_BYTES && images.hasNext()) {
      ImageInput image = read(images.next());
      bytes += image.content() == null ? 0 : image.content().length;
      group.add(image);
    }
    return group;
  }

  private ImageInput read(ImageInput image) {
    if (labelRule == LabelRule.REQUIRED && image.entry().label() == null) {
      return image.refused(
          QuarantineReason.UNLABELLED, "the file is in no class folder, or its label is empty");
    }
    return image.entry().length() > MAX_FILE_BYTES ? image : image.read(files);
  }
}
