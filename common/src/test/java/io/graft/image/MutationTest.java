package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;

/** Damaged bytes of every format: an image or a BadImageException, never anything else. */
class MutationTest {

  private static final int MUTANTS = 500;
  private static final int HEADER_BYTES = 60;

  private static List<byte[]> samples() {
    BufferedImage picture = SyntheticImages.noise(24, 17, 5);
    List<byte[]> samples = new ArrayList<>();
    for (String format : List.of("JPEG", "PNG", "GIF", "BMP", "TIFF")) {
      samples.add(SyntheticImages.encode(picture, format));
    }
    samples.add(SyntheticImages.encodeNative(picture, ".webp"));
    samples.add(
        SyntheticImages.encodeNative(picture, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101));
    byte[] progressive =
        SyntheticImages.encodeNative(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
    samples.add(SyntheticImages.withExif(progressive, SyntheticImages.exif(6), new byte[0]));
    return samples;
  }

  private static byte[] mutate(byte[] sample, Random random) {
    byte[] mutant = sample.clone();
    int changes = 1 + random.nextInt(8);
    for (int change = 0; change < changes; change++) {
      int reach = random.nextBoolean() ? Math.min(HEADER_BYTES, mutant.length) : mutant.length;
      mutant[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
  }

  @Test
  void damagedBytesNeverEndInAnythingElse() {
    List<byte[]> samples = samples();
    Random random = new Random(20240607);
    FloatBuffer out = FloatBuffer.allocate(3 * 16 * 16);
    int decoded = 0;
    int bad = 0;
    try (ImageLoader loader = new ImageLoader(PreprocessingPreset.TF.forSize(16, 16), 1_000_000)) {
      for (int mutant = 0; mutant < MUTANTS; mutant++) {
        byte[] bytes = mutate(samples.get(mutant % samples.size()), random);
        out.clear();
        try {
          ImageSize size = loader.load(bytes, out);
          ImageHeader header = ImageHeader.read(bytes);
          assertThat((long) size.width() * size.height()).isEqualTo(header.pixels());
          decoded++;
        } catch (BadImageException quarantined) {
          assertThat(quarantined).hasMessageMatching("(?s).{10,}");
          assertThat(out.position()).isZero();
          bad++;
        }
      }
    }
    System.out.println("Mutants: " + decoded + " decoded, " + bad + " bad");
    assertThat(decoded).isPositive();
    assertThat(bad).isPositive();
  }
}
