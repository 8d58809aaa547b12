package io.graft.model;

import io.graft.error.UserException;

/**
 * One of the 2 x 2 equal windows that tile a feature map, in pixels. Of an odd side the windows
 * share the middle row or column.
 */
public record GridWindow(int height, int width, int verticalStride, int horizontalStride) {

  /** Windows along each side. */
  public static final int SIDE = 2;

  /**
   * The windows of a layer's maps.
   *
   * @param shape {@code [channels, height, width]}
   * @throws UserException when the maps are too small to be divided
   */
  public static GridWindow of(String layer, long[] shape) {
    int height = Math.toIntExact(shape[1]);
    int width = Math.toIntExact(shape[2]);
    if (height < SIDE || width < SIDE) {
      throw new UserException(
          "Layer '%s' gives maps of %d x %d pixels, too small for pooling grid, which takes 2 x 2 or more: use average."
              .formatted(layer, height, width));
    }
    return new GridWindow((height + 1) / SIDE, (width + 1) / SIDE, height / SIDE, width / SIDE);
  }
}
