package io.graft.image;

import org.bytedeco.opencv.global.opencv_imgproc;

/** How pixels are resampled: OpenCV's INTER_LINEAR, INTER_CUBIC, INTER_AREA and INTER_NEAREST. */
public enum Interpolation {
  /**
   * Two neighbours a side whatever the scale, so it does <em>not</em> antialias when shrinking (as
   * TensorFlow 1 and OpenCV models were trained; Pillow's bilinear does antialias).
   */
  BILINEAR(opencv_imgproc.INTER_LINEAR),
  /** Four neighbours a side; does not antialias either. */
  BICUBIC(opencv_imgproc.INTER_CUBIC),
  /** Averages every source pixel that a target pixel covers: antialiases when shrinking. */
  AREA(opencv_imgproc.INTER_AREA),
  /** One source pixel for each target pixel. */
  NEAREST(opencv_imgproc.INTER_NEAREST);

  private final int code;

  Interpolation(int code) {
    this.code = code;
  }

  /** Of cv::InterpolationFlags. */
  int code() {
    return code;
  }
}
