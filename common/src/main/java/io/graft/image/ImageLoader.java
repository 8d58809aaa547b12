package io.graft.image;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Encoded bytes to normalised floats, [channels, height, width] in the model's channel order:
 * decode, orient, resize, crop, normalise. Everything that feeds a model goes through here, so that
 * training and prediction see the same numbers. Not thread-safe: use one for each task; it keeps
 * its native buffers between images and frees them when closed.
 */
public final class ImageLoader implements AutoCloseable {

  private final Preprocessing preprocessing;
  private final long maxPixels;
  private final int floats;
  private final ImageDecoder decoder;
  private final Normalizer normalizer;
  private final int interpolation;
  private final BytePointer windowBytes;
  private final ByteBuffer windowBuffer;
  private final Mat window;
  private final Mat scaled = new Mat();
  private final Mat gray = new Mat();

  /**
   * A loader for one model.
   *
   * @param maxPixels the most pixels an image may have, as its header states and as scaled; above
   *     2^30 OpenCV's own limit holds
   * @throws IllegalArgumentException where maxPixels is below 1
   */
  public ImageLoader(Preprocessing preprocessing, long maxPixels) {
    this.preprocessing = preprocessing;
    this.maxPixels = maxPixels;
    decoder = new ImageDecoder(maxPixels);
    normalizer = new Normalizer(preprocessing);
    interpolation = code(preprocessing.interpolation());
    int channels = preprocessing.channelOrder().channels();
    floats = channels * preprocessing.height() * preprocessing.width();
    windowBytes = new BytePointer(floats);
    windowBuffer = windowBytes.asBuffer();
    window =
        new Mat(
            preprocessing.height(),
            preprocessing.width(),
            opencv_core.CV_8UC(channels),
            windowBytes);
  }

  private static int code(Interpolation interpolation) {
    return switch (interpolation) {
      case BILINEAR -> opencv_imgproc.INTER_LINEAR;
      case BICUBIC -> opencv_imgproc.INTER_CUBIC;
      case AREA -> opencv_imgproc.INTER_AREA;
      case NEAREST -> opencv_imgproc.INTER_NEAREST;
    };
  }

  /**
   * Loads one image: writes channels * height * width floats at the position of {@code out}, which
   * moves on by as many, and gives the image's size as decoded. After a BadImageException {@code
   * out} is where it was.
   *
   * @throws BadImageException where the bytes are no usable image
   * @throws IllegalArgumentException where {@code out} has too little room
   */
  public ImageSize load(byte[] bytes, FloatBuffer out) throws BadImageException {
    if (out.remaining() < floats) {
      throw new IllegalArgumentException(
          "Room for %d floats is needed, %d are left".formatted(floats, out.remaining()));
    }
    try (Mat image = decoder.decode(bytes)) {
      ImageSize size = new ImageSize(image.cols(), image.rows());
      frame(image, Framing.of(preprocessing, size, maxPixels));
      normalizer.normalize(windowBuffer, out);
      return size;
    }
  }

  /** Fills the window: scaled straight into it where nothing is to be cut. */
  private void frame(Mat image, Framing framing) {
    Mat source = image;
    if (preprocessing.channelOrder() == ChannelOrder.GRAY) {
      opencv_imgproc.cvtColor(image, gray, opencv_imgproc.COLOR_BGR2GRAY);
      source = gray;
    }
    if (framing.scaledWidth() == window.cols() && framing.scaledHeight() == window.rows()) {
      resize(source, window, framing);
      return;
    }
    resize(source, scaled, framing);
    try (Rect area = new Rect(framing.cropLeft(), framing.cropTop(), window.cols(), window.rows());
        Mat crop = new Mat(scaled, area)) {
      crop.copyTo(window);
    }
  }

  private void resize(Mat source, Mat target, Framing framing) {
    try (Size size = new Size(framing.scaledWidth(), framing.scaledHeight())) {
      opencv_imgproc.resize(source, target, size, 0, 0, interpolation);
    }
  }

  /** Frees the native buffers. */
  @Override
  public void close() {
    decoder.close();
    window.close();
    windowBytes.close();
    scaled.close();
    gray.close();
  }
}
