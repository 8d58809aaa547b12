package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.AugmentationConfig;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionTest {

  private static final double MIN_AREA = 0.08;
  private static final double MAX_ASPECT = 4 / 3.0;
  private static final AugmentationConfig CROPS =
      new AugmentationConfig(0, 0, 0, MIN_AREA, MAX_ASPECT, 0, 0, 0);
  private static final AugmentationConfig TURNED_CROPS =
      new AugmentationConfig(0, 0, 180, MIN_AREA, MAX_ASPECT, 0, 0, 0);

  private static Preprocessing preprocessing(ResizeRule rule) {
    List<Double> zeros = Collections.nCopies(3, 0.0);
    List<Double> ones = Collections.nCopies(3, 1.0);
    return new Preprocessing(
        24, 32, ChannelOrder.RGB, rule, 0.875, Interpolation.BILINEAR, zeros, ones);
  }

  /** Log-uniform sides of 1 to 1000: long and thin ones, too. */
  private static ImageSize size(SplittableRandom random) {
    return new ImageSize(
        (int) Math.exp(random.nextDouble(0, 7)), (int) Math.exp(random.nextDouble(0, 7)));
  }

  @ParameterizedTest
  @EnumSource
  void noCornerLiesOutsideTheImage(ResizeRule rule) {
    SplittableRandom random = new SplittableRandom(1);
    for (int seed = 0; seed < 5_000; seed++) {
      ImageSize image = size(random);
      Variation variation = Variation.draw(TURNED_CROPS, seed);
      Preprocessing model = preprocessing(rule);
      assertInside(Region.random(model, image, MIN_AREA, variation), image);
      assertInside(Region.central(model, image, variation.radians()), image);
    }
  }

  private static void assertInside(Region region, ImageSize image) {
    AffineTransform toImage = new AffineTransform();
    toImage.translate(region.centreX(), region.centreY());
    // Java turns clockwise; the picture turns so, and the region against it.
    toImage.rotate(-region.radians());
    for (int corner = 0; corner < 4; corner++) {
      double right = (corner % 2 - 0.5) * region.width();
      double down = (corner / 2 - 0.5) * region.height();
      Point2D at = toImage.transform(new Point2D.Double(right, down), null);
      assertThat(at.getX()).as("%s in %s", region, image).isBetween(-1e-6, image.width() + 1e-6);
      assertThat(at.getY()).as("%s in %s", region, image).isBetween(-1e-6, image.height() + 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomCropsKeepAreaAspectAndPlaceWithinTheirBounds(ResizeRule rule) {
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 5_000; seed++) {
      ImageSize image = size(random);
      Variation variation = Variation.draw(TURNED_CROPS, seed);
      InscribedCrop whole = InscribedCrop.of(image.width(), image.height(), variation.radians());
      Region region = Region.random(preprocessing(rule), image, MIN_AREA, variation);
      double undistorted = rule == ResizeRule.STRETCH ? whole.width() / whole.height() : 32 / 24.0;
      double distortion = region.width() / region.height() / undistorted;
      assertThat(distortion).isBetween(1 / MAX_ASPECT - 1e-9, MAX_ASPECT + 1e-9);
      double share = region.width() * region.height() / whole.area();
      assertThat(share).isLessThan(1 + 1e-9);
      Point2D centre =
          AffineTransform.getRotateInstance(
                  region.radians(), image.width() / 2.0, image.height() / 2.0)
              .transform(new Point2D.Double(region.centreX(), region.centreY()), null);
      assertThat(Math.abs(centre.getX() - image.width() / 2.0))
          .isLessThan((whole.width() - region.width()) / 2 + 1e-6);
      assertThat(Math.abs(centre.getY() - image.height() / 2.0))
          .isLessThan((whole.height() - region.height()) / 2 + 1e-6);
      boolean asLargeAsFits =
          region.width() > whole.width() * (1 - 1e-9)
              || region.height() > whole.height() * (1 - 1e-9);
      assertThat(share > MIN_AREA - 1e-9 || asLargeAsFits).as("%s of %s", region, image).isTrue();
    }
  }

  @Test
  void areaAndPlaceAreEvenlySpread() {
    ImageSize image = new ImageSize(320, 240);
    AugmentationConfig undistorted = new AugmentationConfig(0, 0, 0, MIN_AREA, 1, 0, 0, 0);
    int crops = 10_000;
    int[] areas = new int[10];
    int[] places = new int[10];
    for (int seed = 0; seed < crops; seed++) {
      Variation variation = Variation.draw(undistorted, AugmentingLoader.imageSeed(5, 0, seed));
      Region region = Region.random(preprocessing(ResizeRule.STRETCH), image, MIN_AREA, variation);
      double share = region.width() * region.height() / (320 * 240);
      areas[(int) (10 * (share - MIN_AREA) / (1 - MIN_AREA))]++;
      double left = region.centreX() - region.width() / 2;
      places[(int) (10 * left / (320 - region.width()))]++;
    }
    // Five standard errors of a tenth of the crops.
    assertThat(Arrays.stream(areas)).allMatch(count -> Math.abs(count - crops / 10) < 150);
    assertThat(Arrays.stream(places)).allMatch(count -> Math.abs(count - crops / 10) < 150);
  }

  @Test
  void uprightTheCentralRegionIsWhatPredictionTakes() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      ImageSize image = new ImageSize(random.nextInt(20, 900), random.nextInt(20, 900));
      for (ResizeRule rule : ResizeRule.values()) {
        Preprocessing model = preprocessing(rule);
        Framing framing = Framing.of(model, image, 100_000_000);
        Region region = Region.central(model, image, 0);
        // Framing rounds to whole pixels of the scaled image, twice.
        double pixelX = 2.0 * image.width() / framing.scaledWidth();
        double pixelY = 2.0 * image.height() / framing.scaledHeight();
        assertThat(region.width()).isCloseTo(pixelX / 2 * 32, within(pixelX));
        assertThat(region.height()).isCloseTo(pixelY / 2 * 24, within(pixelY));
        assertThat(region.centreX()).isEqualTo(image.width() / 2.0);
        assertThat(region.centreY()).isEqualTo(image.height() / 2.0);
      }
    }
  }

  @Test
  void oneSettingLeavesTheDrawsOfTheOthersAlone() {
    AugmentationConfig all = new AugmentationConfig(0.5, 0.5, 30, MIN_AREA, MAX_ASPECT, 1, 1, 1);
    for (int seed = 0; seed < 100; seed++) {
      Variation some = Variation.draw(CROPS, seed);
      Variation more = Variation.draw(all, seed);
      assertThat(List.of(some.area(), some.aspect(), some.across(), some.down()))
          .isEqualTo(List.of(more.area(), more.aspect(), more.across(), more.down()));
    }
  }
}
