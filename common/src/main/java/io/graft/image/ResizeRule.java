package io.graft.image;

/** How an image of any size becomes height x width of the model. */
public enum ResizeRule {
  /**
   * Keeps the aspect ratio: the image is scaled until it just covers round(height / crop-fraction)
   * x round(width / crop-fraction), then height x width is cut from its centre. For a square model
   * this is "shorter side to size / crop-fraction".
   */
  SHORTER_SIDE,
  /** Scales straight to height x width; the aspect ratio is lost and crop-fraction is not used. */
  STRETCH
}
