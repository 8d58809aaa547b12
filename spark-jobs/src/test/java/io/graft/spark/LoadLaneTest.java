package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.config.EngineConfig;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.image.ChannelOrder;
import io.graft.image.DecodeSize;
import io.graft.image.Interpolation;
import io.graft.image.Preprocessing;
import io.graft.image.ResizeRule;
import io.graft.spark.ImageInput.Trust;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class LoadLaneTest {

  private static final int SIDE = 8;
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final EngineConfig ENGINE =
      new EngineConfig(
          Engine.ONNXRUNTIME, Device.CPU, 4, 100_000_000, 100_000_000, 60, DecodeSize.FULL);
  private static final List<Double> ZERO = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          new byte[0],
          List.of(),
          new Preprocessing(
              SIDE,
              SIDE,
              ChannelOrder.RGB,
              ResizeRule.STRETCH,
              1,
              Interpolation.BILINEAR,
              ZERO,
              ONE),
          ENGINE,
          "key");

  private final List<ImageRow> quarantined = new ArrayList<>();

  @Test
  void anImageThatDoesNotComeToAnEndIsLeftBehindAndTheOthersGoOn() throws IOException {
    List<ImageInput> images =
        List.of(
            input("red", png(Color.RED)),
            input("slow", slowJpeg()),
            input("blue", png(Color.BLUE)));
    ImageBatch batch = new ImageBatch(4, 3 * SIDE * SIDE);
    LoadLane lane = lane();
    assertThat(lane.load(images, batch, quarantined)).isEqualTo(2);
    assertThat(lane.isLeftBehind()).isTrue();
    assertThat(quarantined)
        .extracting(ImageRow::getUri, ImageRow::getReason, ImageRow::getMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "slow", "timed-out", "not decoded after 0.2 s (max-seconds)"));

    ImageBatch copy = batch.copy();
    try (LoadLane next = lane()) {
      assertThat(next.load(images.subList(2, 3), copy, quarantined)).isEqualTo(1);
      assertThat(next.isLeftBehind()).isFalse();
    }
    assertThat(copy.rows()).extracting(ImageRow::getUri).containsExactly("red", "blue");
    assertThat(pixel(copy, 0)).containsExactly(255, 0, 0);
    assertThat(pixel(copy, 1)).containsExactly(0, 0, 255);
  }

  @Test
  void suspectsAreTriedInAChildProcessFirstAndGiveTheSamePixels() throws IOException {
    ImageBatch trusted = new ImageBatch(4, 3 * SIDE * SIDE);
    ImageBatch suspect = new ImageBatch(4, 3 * SIDE * SIDE);
    ImageEntry entry = new ImageEntry("a", null, null, 0, 0);
    try (LoadLane lane =
        new LoadLane(SPEC, files(), LabelRule.OPTIONAL, Trust.UNKNOWN, Duration.ofMinutes(1))) {
      byte[] bytes = png(Color.ORANGE);
      lane.load(List.of(new ImageInput(entry, bytes, null, Trust.UNKNOWN)), trusted, quarantined);
      lane.load(List.of(new ImageInput(entry, bytes, null, Trust.SUSPECT)), suspect, quarantined);
    }
    assertThat(quarantined).isEmpty();
    assertThat(suspect.images()).isEqualTo(trusted.images());
    assertThat(pixel(suspect, 0)).containsExactly(255, 200, 0);
  }

  private static LoadLane lane() {
    return new LoadLane(SPEC, files(), LabelRule.OPTIONAL, Trust.UNKNOWN, LIMIT);
  }

  private static ImageFiles files() {
    return new ImageFiles(new Configuration(false), 1 << 30);
  }

  private static ImageInput input(String uri, byte[] content) {
    return new ImageInput(
        new ImageEntry(uri, null, null, content.length, 0), content, null, Trust.UNKNOWN);
  }

  private static int[] pixel(ImageBatch batch, int image) {
    int[] channels = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      channels[channel] = (int) batch.images().get((image * 3 + channel) * SIDE * SIDE);
    }
    return channels;
  }

  private static byte[] png(Color color) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(plain(20, color), "png", out);
    return out.toByteArray();
  }

  /** A progressive JPEG whose last scan comes eighty times: small, valid, and slow to decode. */
  private static byte[] slowJpeg() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var target = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(target);
      ImageWriteParam progressive = writer.getDefaultWriteParam();
      progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(plain(7000, Color.GRAY), null, null), progressive);
    } finally {
      writer.dispose();
    }
    byte[] jpeg = out.toByteArray();
    int scan = jpeg.length - 2;
    while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
      scan--;
    }
    ByteArrayOutputStream slow = new ByteArrayOutputStream();
    slow.write(jpeg, 0, scan);
    for (int copy = 0; copy < 80; copy++) {
      slow.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    slow.write(jpeg, jpeg.length - 2, 2);
    return slow.toByteArray();
  }

  private static BufferedImage plain(int side, Color color) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, side, side);
    graphics.dispose();
    return image;
  }
}
