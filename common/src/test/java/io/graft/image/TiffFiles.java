package io.graft.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** TIFF files with what ImageIO doesn't write by itself. */
final class TiffFiles {

  private static final int ORIENTATION = 274;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;

  private TiffFiles() {}

  static byte[] compressed(BufferedImage image, String compression) throws IOException {
    return write(
        image,
        options -> {
          options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          options.setCompressionType(compression);
        });
  }

  /** In tiles of 16x16 pixels, whose size the file then states otherwise. */
  static byte[] tiled(BufferedImage image, int tileWidth, int tileHeight) throws IOException {
    byte[] tiff =
        write(
            image,
            options -> {
              options.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
              options.setTiling(16, 16, 0, 0);
            });
    ByteBuffer data = ByteBuffer.wrap(tiff).order(order(tiff));
    int directory = data.getInt(4);
    for (int entry = 0; entry < data.getShort(directory); entry++) {
      int at = directory + 2 + ENTRY_BYTES * entry;
      int tag = data.getShort(at);
      if (tag == TILE_WIDTH || tag == TILE_HEIGHT) {
        int value = tag == TILE_WIDTH ? tileWidth : tileHeight;
        data.putShort(at + 2, (short) LONG).putInt(at + 8, value);
      }
    }
    return tiff;
  }

  private static ByteOrder order(byte[] tiff) {
    return tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static byte[] write(BufferedImage image, Consumer<ImageWriteParam> choice)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("TIFF").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    choice.accept(options);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The file with a new directory at its end, which states the orientation too. */
  static byte[] withOrientation(byte[] tiff, int orientation) {
    ByteOrder order = order(tiff);
    ByteBuffer old = ByteBuffer.wrap(tiff).order(order);
    int directory = old.getInt(4);
    int entries = old.getShort(directory);
    ByteBuffer turned =
        ByteBuffer.allocate(tiff.length + 2 + ENTRY_BYTES * (entries + 1) + 4).order(order);
    turned.put(tiff).putInt(4, tiff.length).putShort((short) (entries + 1));
    int entry = 0;
    while (entry < entries
        && (old.getShort(directory + 2 + ENTRY_BYTES * entry) & 0xffff) < ORIENTATION) {
      turned.put(tiff, directory + 2 + ENTRY_BYTES * entry++, ENTRY_BYTES);
    }
    turned.putShort((short) ORIENTATION).putShort((short) SHORT).putInt(1);
    turned.putShort((short) orientation).putShort((short) 0);
    turned.put(tiff, directory + 2 + ENTRY_BYTES * entry, ENTRY_BYTES * (entries - entry));
    return turned.array();
  }
}
