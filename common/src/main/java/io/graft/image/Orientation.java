package io.graft.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * EXIF orientation (tag 0x0112 of Exif 2.3, section 4.6.4): what turns the stored pixels upright.
 * In the standard's order, so that the tag's value is ordinal + 1.
 */
enum Orientation {
  UPRIGHT(Turn.KEEP, Mirror.NONE),
  MIRRORED(Turn.KEEP, Mirror.LEFT_RIGHT),
  UPSIDE_DOWN(Turn.KEEP, Mirror.BOTH),
  FLIPPED(Turn.KEEP, Mirror.TOP_BOTTOM),
  TRANSPOSED(Turn.TRANSPOSE, Mirror.NONE),
  ROTATE_CLOCKWISE(Turn.TRANSPOSE, Mirror.LEFT_RIGHT),
  TRANSVERSED(Turn.TRANSPOSE, Mirror.BOTH),
  ROTATE_COUNTERCLOCKWISE(Turn.TRANSPOSE, Mirror.TOP_BOTTOM);

  private enum Turn {
    KEEP,
    TRANSPOSE
  }

  /** With the code that cv::flip knows it by. */
  private enum Mirror {
    NONE(Integer.MIN_VALUE),
    LEFT_RIGHT(1),
    TOP_BOTTOM(0),
    BOTH(-1);

    private final int flipCode;

    Mirror(int flipCode) {
      this.flipCode = flipCode;
    }
  }

  private final Turn turn;
  private final Mirror mirror;

  Orientation(Turn turn, Mirror mirror) {
    this.turn = turn;
    this.mirror = mirror;
  }

  /** The orientation for a tag value; 0, 9 and other nonsense that cameras write mean upright. */
  static Orientation ofTag(long value) {
    return value >= 1 && value <= values().length ? values()[(int) value - 1] : UPRIGHT;
  }

  /** Whether width and height change places. */
  boolean swapsSides() {
    return turn == Turn.TRANSPOSE;
  }

  /** Turns the image in place; the Mat is given a new buffer where its sides change places. */
  void apply(Mat image) {
    if (turn == Turn.TRANSPOSE) {
      opencv_core.transpose(image, image);
    }
    if (mirror != Mirror.NONE) {
      opencv_core.flip(image, image, mirror.flipCode);
    }
  }
}
