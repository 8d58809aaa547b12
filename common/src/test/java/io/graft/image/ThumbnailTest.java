package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

  private static final int WIDTH = 300;
  private static final int HEIGHT = 200;
  private static final int PATCH = 25;
  private static final int QUALITY = 60;

  private final ThumbnailLoader loader = new ThumbnailLoader(1_000_000);
  private final BufferedImage picture = patches(1);

  @AfterEach
  void free() {
    loader.close();
  }

  @Test
  void aCopyIsOneHoweverItWasMade() throws BadImageException {
    assertThat(likeness(picture)).isCloseTo(1, within(1e-6));
    AffineTransform straight = new AffineTransform();
    BufferedImage smaller =
        drawn(picture, WIDTH * 7 / 10, HEIGHT * 7 / 10, AffineTransform.getScaleInstance(0.7, 0.7));
    BufferedImage cropped =
        drawn(picture, WIDTH - 12, HEIGHT - 8, AffineTransform.getTranslateInstance(-12, -8));
    BufferedImage mirrored =
        drawn(picture, WIDTH, HEIGHT, new AffineTransform(-1, 0, 0, 1, WIDTH, 0));
    BufferedImage brighter =
        new RescaleOp(1.1f, 0, null).filter(drawn(picture, WIDTH, HEIGHT, straight), null);
    for (BufferedImage copy : new BufferedImage[] {picture, smaller, cropped, mirrored, brighter}) {
      assertThat(likeness(copy)).isGreaterThan(0.95);
      assertThat(isCopy(copy)).isTrue();
    }
  }

  @Test
  void theCropMayBeEitherOfThem() throws BadImageException {
    Thumbnail cropped =
        jpeg(drawn(picture, WIDTH - 12, HEIGHT - 8, AffineTransform.getTranslateInstance(-12, -8)));
    Thumbnail whole = jpeg(picture);
    assertThat(cropped.likeness(whole)).isCloseTo(whole.likeness(cropped), within(1e-6));
  }

  @Test
  void anotherPictureIsNoCopy() throws BadImageException {
    assertThat(isCopy(patches(2))).isFalse();
    AffineTransform quarter = AffineTransform.getTranslateInstance(-WIDTH / 4.0, 0);
    assertThat(isCopy(drawn(picture, WIDTH, HEIGHT, quarter))).isFalse();
  }

  @Test
  void theSameShapeInOtherColoursIsNoCopy() throws BadImageException {
    Thumbnail one = jpeg(shape(new Color(20, 60, 20), new Color(230, 60, 60)));
    Thumbnail other = jpeg(shape(new Color(20, 20, 90), new Color(60, 200, 60)));
    assertThat(one.likeness(other)).isLessThan(0.9);
    assertThat(one.isCopyOf(other)).isFalse();
  }

  @Test
  void plainPicturesAreCopiesOfEachOtherOnly() throws BadImageException {
    Thumbnail grey = jpeg(shape(Color.GRAY, Color.GRAY));
    Thumbnail white = jpeg(shape(Color.WHITE, Color.WHITE));
    assertThat(grey.isCopyOf(white)).isTrue();
    assertThat(grey.isCopyOf(jpeg(picture))).isFalse();
    assertThat(jpeg(picture).likeness(grey)).isZero();
  }

  @Test
  void whatJavaCannotDecodeIsDecodedAllTheSame() throws BadImageException {
    byte[] webp =
        SyntheticImages.encodeNative(picture, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 90);
    assertThat(loader.load(webp).isCopyOf(jpeg(picture))).isTrue();
  }

  @Test
  void damagedBytesAreNoImage() {
    assertThatThrownBy(() -> loader.load(new byte[] {1, 2, 3}))
        .isInstanceOf(BadImageException.class);
  }

  private double likeness(BufferedImage other) throws BadImageException {
    return jpeg(picture).likeness(jpeg(other));
  }

  private boolean isCopy(BufferedImage other) throws BadImageException {
    return jpeg(picture).isCopyOf(jpeg(other));
  }

  private Thumbnail jpeg(BufferedImage image) throws BadImageException {
    return loader.load(
        SyntheticImages.encodeNative(
            image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY));
  }

  private static BufferedImage patches(long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int y = 0; y < HEIGHT; y += PATCH) {
      for (int x = 0; x < WIDTH; x += PATCH) {
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillRect(x, y, PATCH, PATCH);
      }
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage shape(Color ground, Color colour) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(ground);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(colour);
    graphics.fillOval(WIDTH / 3, HEIGHT / 4, WIDTH / 3, HEIGHT / 2);
    graphics.dispose();
    return image;
  }

  private static BufferedImage drawn(
      BufferedImage image, int width, int height, AffineTransform place) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.drawImage(image, place, null);
    graphics.dispose();
    return drawn;
  }
}
