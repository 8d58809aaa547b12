package io.graft.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Takes images from a partition a group at a time, read into memory where they are not large. Runs
 * on the task's own thread, as Spark's iterators want, and so reads while a lane computes.
 */
final class ImageGroups {

  /** So many that handing them over costs nothing beside computing them. */
  static final int MAX_IMAGES = 32;

  /** A group ends with the image that reaches this; larger files are left to be read one by one. */
  private static final long MAX_BYTES = 8L << 20;

  private final Iterator<ImageInput> images;
  private final ImageFiles files;

  ImageGroups(Iterator<ImageInput> images, ImageFiles files) {
    this.images = images;
    this.files = files;
  }

  /** The next images; none when there are no more. */
  List<ImageInput> next() {
    List<ImageInput> group = new ArrayList<>(MAX_IMAGES);
    long bytes = 0;
    while (group.size() < MAX_IMAGES && bytes < MAX_BYTES && images.hasNext()) {
      ImageInput image = images.next();
      ImageInput read = image.entry().length() > MAX_BYTES ? image : image.read(files);
      bytes += read.content() == null ? 0 : read.content().length;
      group.add(read);
    }
    return group;
  }
}
