package io.graft.spark;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** A progressive JPEG whose last scan comes eighty times: small, valid, and slow to decode. */
final class SlowJpeg {

  private static final int SIDE = 7000;
  private static final int SCANS = 80;

  private SlowJpeg() {}

  static byte[] bytes() throws IOException {
    byte[] jpeg = progressive();
    int scan = jpeg.length - 2;
    while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
      scan--;
    }
    ByteArrayOutputStream slow = new ByteArrayOutputStream();
    slow.write(jpeg, 0, scan);
    for (int copy = 0; copy < SCANS; copy++) {
      slow.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    slow.write(jpeg, jpeg.length - 2, 2);
    return slow.toByteArray();
  }

  private static byte[] progressive() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var target = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(target);
      ImageWriteParam progressive = writer.getDefaultWriteParam();
      progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(image, null, null), progressive);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
