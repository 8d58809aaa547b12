package io.graft.image;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Resize and crop as {@link Preprocessing} has them. Keeps its native buffer until closed. */
final class CentralWindow implements AutoCloseable {

  private final Preprocessing preprocessing;
  private final Mat scaled = new Mat();

  CentralWindow(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  /** The model's window of an image; the caller closes it, and its pixels hold until the next. */
  Mat of(Mat image, Framing framing) {
    int interpolation = preprocessing.interpolation().code();
    try (Size size = new Size(framing.scaledWidth(), framing.scaledHeight());
        Rect window =
            new Rect(
                framing.cropLeft(),
                framing.cropTop(),
                preprocessing.width(),
                preprocessing.height())) {
      opencv_imgproc.resize(image, scaled, size, 0, 0, interpolation);
      return new Mat(scaled, window);
    }
  }

  @Override
  public void close() {
    scaled.close();
  }
}
