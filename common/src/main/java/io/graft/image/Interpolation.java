package io.graft.image;

/** How pixels are resampled: OpenCV's INTER_LINEAR, INTER_CUBIC, INTER_AREA and INTER_NEAREST. */
public enum Interpolation {
  /**
   * Two neighbours a side whatever the scale, so it does <em>not</em> antialias when shrinking (as
   * TensorFlow 1 and OpenCV models were trained; Pillow's bilinear does antialias).
   */
  BILINEAR,
  /** Four neighbours a side; does not antialias either. */
  BICUBIC,
  /** Averages every source pixel that a target pixel covers: antialiases when shrinking. */
  AREA,
  /** One source pixel for each target pixel. */
  NEAREST
}
