package io.graft.image;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** BGR pixels in as many channels as the model takes. Keeps its native buffer until closed. */
final class ModelChannels implements AutoCloseable {

  private final ChannelOrder order;
  private final Mat gray = new Mat();

  ModelChannels(ChannelOrder order) {
    this.order = order;
  }

  /** The image itself, or its grey until the next call; for the caller not to close. */
  Mat of(Mat bgr) {
    if (order != ChannelOrder.GRAY) {
      return bgr;
    }
    opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
    return gray;
  }

  @Override
  public void close() {
    gray.close();
  }
}
