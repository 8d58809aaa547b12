package io.graft.image;

import io.graft.image.ThumbnailView.Range;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture at 64 x 64 pixels in RGB, its sides stretched, by which a copy is told from a picture
 * that is merely alike. Immutable.
 */
public final class Thumbnail implements Serializable {

  /** Rows and columns. */
  static final int SIDE = 64;

  static final int CHANNELS = 3;

  private static final long serialVersionUID = 1L;

  /**
   * From this {@link #likeness} on two pictures are copies; measured in
   * docs/decisions/0011-leak-check.md.
   */
  private static final double LEAST_LIKENESS = 0.9;

  /** Of a side's length, which may be cut off at either end; the whole side first. */
  private static final double CROP = 0.04;

  private static final List<Range> RANGES =
      List.of(
          new Range(0, 1), new Range(CROP, 1), new Range(0, 1 - CROP), new Range(CROP, 1 - CROP));

  private final byte[] pixels;

  /** Takes pixels as [3, 64, 64], red first, each 0 to 255. */
  Thumbnail(float[] values) {
    if (values.length != CHANNELS * SIDE * SIDE) {
      throw new IllegalArgumentException(
          "%d values, expected 3 x 64 x 64".formatted(values.length));
    }
    pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) Math.round(values[i]);
    }
  }

  /** The pixel at the index of [3, 64, 64], 0 to 255. */
  int value(int index) {
    return pixels[index] & 0xFF;
  }

  /** Whether one picture is a copy of the other: encoded anew, resized, cropped, mirrored. */
  public boolean isCopyOf(Thumbnail other) {
    return likeness(other) >= LEAST_LIKENESS;
  }

  /**
   * The normalised cross-correlation of the pixels of the two pictures, -1 to 1, in colour or in
   * grey, whichever is less, as the best of their alignments: straight or mirrored, and either of
   * them cropped by 4 % at some of its sides. Brightness and contrast have no part in it. Two
   * pictures of one grey each are wholly alike, and like no other picture.
   */
  public double likeness(Thumbnail other) {
    List<ThumbnailView> mine = views();
    List<ThumbnailView> others = other.views();
    return Math.max(best(mine, others.get(0)), best(others, mine.get(0)));
  }

  private static double best(List<ThumbnailView> views, ThumbnailView other) {
    ThumbnailView mirrored = other.mirrored();
    return views.stream()
        .mapToDouble(view -> Math.max(view.likeness(other), view.likeness(mirrored)))
        .max()
        .orElseThrow();
  }

  /** The whole, and then cropped at each choice of sides. */
  private List<ThumbnailView> views() {
    List<ThumbnailView> views = new ArrayList<>();
    for (Range rows : RANGES) {
      for (Range columns : RANGES) {
        views.add(ThumbnailView.of(this, rows, columns));
      }
    }
    return views;
  }
}
