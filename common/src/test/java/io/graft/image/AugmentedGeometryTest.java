package io.graft.image;

import static io.graft.image.AugmentedLoads.ROTATION;
import static io.graft.image.AugmentedLoads.load;
import static io.graft.image.AugmentedLoads.predicted;
import static io.graft.image.AugmentedLoads.ramp;
import static io.graft.image.AugmentedLoads.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.AugmentationConfig;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rotation and crops take every pixel from where they should. */
class AugmentedGeometryTest {

  @ParameterizedTest
  @CsvSource({
    "250, 180, 32, 32, STRETCH",
    "180, 250, 24, 40, STRETCH",
    "250, 20, 32, 32, STRETCH",
    "250, 180, 32, 32, SHORTER_SIDE",
    "20, 250, 40, 24, SHORTER_SIDE",
    "200, 200, 200, 200, SHORTER_SIDE",
    "30, 20, 64, 64, SHORTER_SIDE",
  })
  void rotationTakesEveryPixelFromWhereItShould(
      int imageWidth, int imageHeight, int height, int width, ResizeRule rule) throws Exception {
    byte[] ramp = ramp(imageWidth, imageHeight);
    ImageSize size = new ImageSize(imageWidth, imageHeight);
    for (Interpolation interpolation : List.of(Interpolation.BILINEAR, Interpolation.AREA)) {
      Preprocessing model = raw(height, width, ChannelOrder.RGB, rule, interpolation);
      for (int seed = 0; seed < 40; seed++) {
        float[] found = load(model, ROTATION, ramp, seed);
        double radians = Variation.draw(ROTATION, seed).radians();
        Region region = Region.central(model, size, radians);
        AffineTransform back =
            AffineTransform.getRotateInstance(-radians, imageWidth / 2.0, imageHeight / 2.0);
        double furthest = 0;
        double shift = 0;
        for (int pixel = 0; pixel < height * width; pixel++) {
          double across = (pixel % width + 0.5) / width - 0.5;
          double down = (pixel / width + 0.5) / height - 0.5;
          Point2D from =
              back.transform(
                  new Point2D.Double(
                      imageWidth / 2.0 + across * region.width(),
                      imageHeight / 2.0 + down * region.height()),
                  null);
          double right = found[pixel] - (from.getX() - 0.5);
          double lower = found[height * width + pixel] - (from.getY() - 0.5);
          furthest = Math.max(furthest, Math.max(Math.abs(right), Math.abs(lower)));
          shift += (right + lower) / (2 * height * width);
        }
        // A black corner, or one that was filled up, would be far off. OpenCV rounds averages up.
        boolean averaged = interpolation == Interpolation.AREA;
        String name = "%s, seed %d".formatted(interpolation, seed);
        assertThat(furthest).as(name).isLessThan(averaged ? 2 : 1.1);
        assertThat(shift).as(name).isCloseTo(0, within(averaged ? 0.3 : 0.1));
      }
    }
  }

  @Test
  void cropsTakeEveryPixelFromWhereTheyShould() throws Exception {
    AugmentationConfig crops = new AugmentationConfig(0, 0, 0, 0.1, 1.3, 0, 0, 0);
    Preprocessing model = raw(16, 16, ResizeRule.SHORTER_SIDE);
    byte[] ramp = ramp(250, 180);
    for (int seed = 0; seed < 100; seed++) {
      float[] found = load(model, crops, ramp, seed);
      Region region =
          Region.random(model, new ImageSize(250, 180), 0.1, Variation.draw(crops, seed));
      double furthest = 0;
      for (int pixel = 0; pixel < 256; pixel++) {
        double x = region.centreX() + ((pixel % 16 + 0.5) / 16 - 0.5) * region.width();
        double y = region.centreY() + ((pixel / 16 + 0.5) / 16 - 0.5) * region.height();
        furthest = Math.max(furthest, Math.abs(found[pixel] - (x - 0.5)));
        furthest = Math.max(furthest, Math.abs(found[256 + pixel] - (y - 0.5)));
      }
      // Crops lie at whole pixels.
      assertThat(furthest).isLessThan(1.6);
    }
  }

  @Test
  void aHairOfRotationIsNearlyWhatPredictionSees() throws Exception {
    AugmentationConfig hair = new AugmentationConfig(0, 0, 1e-4, 1, 1, 0, 0, 0);
    byte[] image = SyntheticImages.patches("PNG");
    for (Interpolation interpolation : Interpolation.values()) {
      // So that Framing has nothing to round.
      Preprocessing model = raw(14, 14, ChannelOrder.RGB, ResizeRule.SHORTER_SIDE, interpolation);
      float[] predicted = predicted(model, image);
      float[] turned = load(model, hair, image, 4);
      double difference = 0;
      for (int index = 0; index < predicted.length; index++) {
        difference += Math.abs(predicted[index] - turned[index]) / predicted.length;
      }
      assertThat(difference).as("%s", interpolation).isLessThan(1.5);
    }
  }

  @Test
  void areaAveragesAtAnyAngle() throws Exception {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    for (int pixel = 0; pixel < 256 * 256; pixel++) {
      int x = pixel % 256;
      int y = pixel / 256;
      image.getRaster().setSample(x, y, 0, (x / 2 + y / 2) % 2 == 0 ? 0 : 200);
    }
    byte[] chequered = SyntheticImages.encode(image, "PNG");
    Preprocessing model = raw(8, 8, ChannelOrder.GRAY, ResizeRule.SHORTER_SIDE, Interpolation.AREA);
    for (int seed = 0; seed < 20; seed++) {
      for (float value : load(model, ROTATION, chequered, seed)) {
        assertThat(value).isBetween(85f, 115f);
      }
    }
  }
}
