package io.graft.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SampleDrawerTest {

  /** These must not change: published figures rest on these pixels. */
  @ParameterizedTest
  @CsvSource({
    "SHAPES, star, bcccd2ddb650bfb8",
    "SIMILAR, heart, bc87a738d361d465",
    "DIFFERENT, blobs, 533564f0222a26bc"
  })
  void pixelsAreTheSameOnAnyMachine(SampleSet set, String className, String digest)
      throws Exception {
    int[] pixels = pixels(SampleDrawer.draw(set, className, 42, 7));
    ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Integer.BYTES);
    bytes.asIntBuffer().put(pixels);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(HexFormat.of().formatHex(sha256)).startsWith(digest);
  }

  @ParameterizedTest
  @EnumSource
  void seedNumberAndClassEachChangeTheImage(SampleSet set) {
    String name = set.classNames().get(0);
    int[] image = pixels(SampleDrawer.draw(set, name, 1, 0));
    assertThat(pixels(SampleDrawer.draw(set, name, 1, 0))).isEqualTo(image);
    assertThat(pixels(SampleDrawer.draw(set, name, 2, 0))).isNotEqualTo(image);
    assertThat(pixels(SampleDrawer.draw(set, name, 1, 1))).isNotEqualTo(image);
    assertThat(pixels(SampleDrawer.draw(set, set.classNames().get(1), 1, 0))).isNotEqualTo(image);
  }

  @ParameterizedTest
  @EnumSource
  void everyImageHasTheSizeAndShowsSomething(SampleSet set) {
    for (String name : set.classNames()) {
      for (int number = 0; number < 10; number++) {
        BufferedImage image = SampleDrawer.draw(set, name, 5, number);
        assertThat(image.getWidth()).isEqualTo(48);
        assertThat(image.getHeight()).isEqualTo(48);
        int[] lightness =
            Arrays.stream(pixels(image)).map(SampleMeasures::lightness).sorted().toArray();
        int spread = lightness[lightness.length - 20] - lightness[20];
        assertThat(spread).as("%s %d", name, number).isGreaterThan(30);
      }
    }
  }

  /** Shapes by compactness and spread, textures by share and direction: no network is needed. */
  @ParameterizedTest
  @CsvSource({"SHAPES, 0.9", "SIMILAR, 0.9", "DIFFERENT, 0.85"})
  void classesDifferInPlainMeasures(SampleSet set, double expectedAccuracy) {
    double accuracy = SampleMeasures.nearestMeanAccuracy(set, 3, 40);
    assertThat(accuracy).isGreaterThan(expectedAccuracy);
  }

  @Test
  void classesAreNamedAsInTheDocumentation() {
    assertThat(SampleSet.SHAPES.classNames())
        .containsExactly(
            "circle", "ring", "square", "triangle", "star", "cross", "crescent", "hexagon");
    assertThat(SampleSet.SIMILAR.classNames())
        .isEqualTo(List.of("arrow", "heart", "l-shape", "pentagon"));
    assertThat(SampleSet.DIFFERENT.classNames())
        .isEqualTo(List.of("blobs", "checkerboard", "dots", "stripes"));
  }

  @Test
  void unknownClassIsRefused() {
    assertThatThrownBy(() -> SampleDrawer.draw(SampleSet.SIMILAR, "cat", 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("set SIMILAR has no class 'cat'; it has [arrow, heart, l-shape, pentagon]");
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
