package io.graft.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The first frame of a GIF by javax.imageio, as OpenCV 4.5 has no GIF decoder. The frame is drawn
 * on the whole canvas; what it leaves uncovered has the transparent colour, or colour 0 where there
 * is none, as with Pillow.
 */
final class GifDecoder {

  private static final int CHANNELS = 3;

  private final BufferedImage frame;
  private final IndexColorModel palette;
  private final ImageHeader canvas;
  private final int left;
  private final int top;

  private GifDecoder(byte[] bytes) throws IOException, BadImageException {
    GifStructure structure = new GifStructure(new ImageBytes(bytes, ByteOrder.LITTLE_ENDIAN));
    canvas = structure.header();
    left = structure.frameLeft();
    top = structure.frameTop();
    frame = firstFrame(bytes);
    palette = (IndexColorModel) frame.getColorModel();
  }

  /** An 8 bit BGR Mat of the canvas, which the caller closes. */
  static Mat decode(byte[] bytes) throws IOException, BadImageException {
    return new GifDecoder(bytes).draw();
  }

  private static BufferedImage firstFrame(byte[] bytes) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(input, true, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private Mat draw() {
    Mat image = new Mat(canvas.height(), canvas.width(), opencv_core.CV_8UC3);
    int background = Math.max(palette.getTransparentPixel(), 0);
    int[] indexes = new int[canvas.width()];
    byte[] row = new byte[canvas.width() * CHANNELS];
    for (int y = 0; y < canvas.height(); y++) {
      Arrays.fill(indexes, background);
      if (y >= top && y < top + frame.getHeight()) {
        int[] drawn =
            frame.getRaster().getSamples(0, y - top, frame.getWidth(), 1, 0, (int[]) null);
        System.arraycopy(drawn, 0, indexes, left, drawn.length);
      }
      fillRow(indexes, row);
      try (BytePointer target = image.ptr(y)) {
        target.put(row);
      }
    }
    return image;
  }

  private void fillRow(int[] indexes, byte[] row) {
    for (int x = 0; x < indexes.length; x++) {
      row[x * CHANNELS] = (byte) palette.getBlue(indexes[x]);
      row[x * CHANNELS + 1] = (byte) palette.getGreen(indexes[x]);
      row[x * CHANNELS + 2] = (byte) palette.getRed(indexes[x]);
    }
  }
}
