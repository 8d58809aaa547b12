package io.graft.image;

import java.nio.DoubleBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A region of an image as the model's window, resampled as prediction resamples: an upright one by
 * cv::resize; a turned one by cv::warpAffine, which turns and scales in one step with the same
 * neighbours. It can't average, so for {@link Interpolation#AREA} it turns at up to twice the
 * window's size, and cv::resize does the averaging before and after. Keeps its native buffers until
 * closed.
 */
final class RegionWindow implements AutoCloseable {

  /** With some room below what cv::warpAffine takes: it keeps coordinates in 16 bits. */
  private static final double MAX_SIDE = 32_000;

  /** Pixels around a region that the interpolation looks at. */
  private static final int MARGIN = 2;

  private final int width;
  private final int height;
  private final Interpolation interpolation;
  private final Mat shrunk = new Mat();
  private final Mat turned = new Mat();
  private final Mat window = new Mat();
  private final Mat affine = new Mat(2, 3, opencv_core.CV_64FC1);
  private final DoubleBuffer affineValues = affine.createBuffer();
  private final Scalar borderValue = new Scalar();

  RegionWindow(Preprocessing preprocessing) {
    width = preprocessing.width();
    height = preprocessing.height();
    interpolation = preprocessing.interpolation();
  }

  /** The model's window; the caller closes it, and its pixels hold until the next. */
  Mat of(Mat image, Region region) {
    if (region.radians() != 0) {
      return turned(image, region);
    }
    try (Rect bounds = upright(image, region);
        Mat part = new Mat(image, bounds)) {
      resize(part, window, width, height, interpolation);
      return new Mat(window);
    }
  }

  private Mat turned(Mat image, Region region) {
    double scale = scaleBefore(region);
    try (Rect bounds = around(image, region, (int) Math.ceil(MARGIN / scale));
        Mat part = new Mat(image, bounds)) {
      Region inPart = region.seenFrom(bounds.x(), bounds.y());
      if (scale == 1) {
        return turned(part, inPart, 1, 1);
      }
      int columns = (int) Math.ceil(part.cols() * scale);
      int rows = (int) Math.ceil(part.rows() * scale);
      resize(part, shrunk, columns, rows, Interpolation.AREA);
      return turned(shrunk, inPart, (double) columns / part.cols(), (double) rows / part.rows());
    }
  }

  /** What the image is shrunk to before it is turned: 1 but for averaging and enormous images. */
  private double scaleBefore(Region region) {
    double limit = Math.min(1, MAX_SIDE / Math.max(region.spanX(), region.spanY()));
    if (interpolation != Interpolation.AREA) {
      return limit;
    }
    return Math.min(limit, 2 * Math.max(width / region.width(), height / region.height()));
  }

  private Mat turned(Mat part, Region region, double scaleX, double scaleY) {
    boolean averaged = interpolation == Interpolation.AREA;
    int columns = averaged ? Math.max(width, (int) Math.round(region.width() * scaleX)) : width;
    int rows = averaged ? Math.max(height, (int) Math.round(region.height() * scaleY)) : height;
    affineValues.clear().put(region.affine(columns, rows, scaleX, scaleY));
    int flags = interpolation.code() | opencv_imgproc.WARP_INVERSE_MAP;
    try (Size size = new Size(columns, rows)) {
      opencv_imgproc.warpAffine(
          part, turned, affine, size, flags, opencv_core.BORDER_REPLICATE, borderValue);
    }
    if (columns == width && rows == height) {
      return new Mat(turned);
    }
    resize(turned, window, width, height, interpolation);
    return new Mat(window);
  }

  private static void resize(Mat from, Mat to, int columns, int rows, Interpolation interpolation) {
    try (Size size = new Size(columns, rows)) {
      opencv_imgproc.resize(from, to, size, 0, 0, interpolation.code());
    }
  }

  /** Whole pixels: as near as they come to an upright region. */
  private static Rect upright(Mat image, Region region) {
    int columns = within(1, Math.round(region.width()), image.cols());
    int rows = within(1, Math.round(region.height()), image.rows());
    return new Rect(
        within(0, Math.round(region.centreX() - columns / 2.0), image.cols() - columns),
        within(0, Math.round(region.centreY() - rows / 2.0), image.rows() - rows),
        columns,
        rows);
  }

  /** All that a turned region takes its pixels from. */
  private static Rect around(Mat image, Region region, int margin) {
    double halfX = region.spanX() / 2 + margin;
    double halfY = region.spanY() / 2 + margin;
    int left = within(0, (long) Math.floor(region.centreX() - halfX), image.cols() - 1);
    int top = within(0, (long) Math.floor(region.centreY() - halfY), image.rows() - 1);
    int right = within(left + 1, (long) Math.ceil(region.centreX() + halfX), image.cols());
    int bottom = within(top + 1, (long) Math.ceil(region.centreY() + halfY), image.rows());
    return new Rect(left, top, right - left, bottom - top);
  }

  private static int within(int least, long value, int most) {
    return (int) Math.max(least, Math.min(value, most));
  }

  @Override
  public void close() {
    shrunk.close();
    turned.close();
    window.close();
    affine.close();
    borderValue.close();
  }
}
