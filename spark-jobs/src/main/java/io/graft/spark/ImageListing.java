package io.graft.spark;

import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.util.List;
import java.util.Objects;

/**
 * The files of an image set, in the order of their URIs.
 *
 * @param uri the folder or manifest they were listed from
 */
public record ImageListing(String uri, List<ImageEntry> entries) {

  public boolean isLabelled() {
    return entries.stream().anyMatch(entry -> entry.label() != null);
  }

  public boolean isSplit() {
    return entries.stream().anyMatch(entry -> entry.split() != null);
  }

  /** The classes of a labelled listing. */
  public LabelIndex labels() {
    return LabelIndex.of(entries.stream().map(ImageEntry::label).filter(Objects::nonNull).toList());
  }

  /**
   * The classes.
   *
   * @throws UserException when there are not at least two
   */
  public LabelIndex requireClasses() {
    if (!isLabelled()) {
      throw new UserException(
          "%s holds images without classes. Put them into one folder a class (CLASS/FILE), or give a manifest with columns uri,label."
              .formatted(uri));
    }
    LabelIndex labels = labels();
    if (labels.size() == 1) {
      throw new UserException(
          "%s holds one class only, '%s': a classifier needs at least two."
              .formatted(uri, labels.name(0)));
    }
    return labels;
  }

  /**
   * Refuses a listing in which some labelled files have a split and others not: those would be lost
   * to training and measuring alike.
   *
   * @throws UserException naming the first without
   */
  void requireWholeSplits() {
    if (isSplit()) {
      entries.stream()
          .filter(entry -> entry.label() != null && entry.split() == null)
          .findFirst()
          .ifPresent(
              entry -> {
                throw new UserException(
                    "%s gives some images a split, but not %s. Give every image one, or none."
                        .formatted(uri, entry.uri()));
              });
    }
  }

  public ImageListing only(Split split) {
    return new ImageListing(uri, entries.stream().filter(entry -> entry.split() == split).toList());
  }
}
