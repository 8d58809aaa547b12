package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InscribedCropTest {

  @Test
  void knownCases() {
    assertCrop(InscribedCrop.of(40, 30, 0), 40, 30);
    assertCrop(InscribedCrop.of(40, 30, Math.PI / 2), 30, 40);
    assertCrop(InscribedCrop.of(40, 30, -Math.PI), 40, 30);
    assertCrop(InscribedCrop.of(30, 30, Math.PI / 4), 30 / Math.sqrt(2), 30 / Math.sqrt(2));
    // Long: corners in the middle of the longer sides.
    assertCrop(InscribedCrop.of(400, 30, Math.PI / 6), 30, 30 / Math.sqrt(3));
    assertCrop(InscribedCrop.of(30, 400, Math.PI / 6), 30 / Math.sqrt(3), 30);
  }

  private static void assertCrop(InscribedCrop crop, double width, double height) {
    assertThat(crop.width()).isCloseTo(width, within(1e-9));
    assertThat(crop.height()).isCloseTo(height, within(1e-9));
  }

  @Test
  void noCornerLiesOutsideAndNoneIsLarger() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 2_000; trial++) {
      double width = Math.exp(random.nextDouble(0, 7));
      double height = Math.exp(random.nextDouble(0, 7));
      double radians = random.nextDouble(-7, 7);
      InscribedCrop crop = InscribedCrop.of(width, height, radians);
      String trialName = "%s x %s, %s".formatted(width, height, radians);
      double tallest = tallest(width, height, radians, crop.width());
      assertThat(crop.height()).as(trialName).isCloseTo(tallest, within(1e-6 * tallest));
      double largest = 0;
      for (int step = 1; step < 400; step++) {
        double other = Math.hypot(width, height) * step / 400;
        largest = Math.max(largest, other * tallest(width, height, radians, other));
      }
      assertThat(largest).as(trialName).isLessThanOrEqualTo(crop.area() * (1 + 1e-9));
    }
  }

  /** How tall a rectangle of this width can be with its corners within the rotated image. */
  private static double tallest(double width, double height, double radians, double crop) {
    double sin = Math.abs(Math.sin(radians));
    double cos = Math.abs(Math.cos(radians));
    return Math.min((width - crop * cos) / sin, (height - crop * sin) / cos);
  }
}
