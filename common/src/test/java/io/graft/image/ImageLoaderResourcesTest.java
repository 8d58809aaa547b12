package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class ImageLoaderResourcesTest {

  private static final Preprocessing SMALL = PreprocessingPreset.TF.forSize(32, 32);
  private static final int FLOATS = 3 * 32 * 32;

  private static List<byte[]> images() {
    List<byte[]> images = new ArrayList<>();
    for (int side = 20; side < 60; side += 8) {
      images.add(SyntheticImages.encode(SyntheticImages.noise(side, side + 9, side), "JPEG"));
      images.add(SyntheticImages.encode(SyntheticImages.noise(side + 5, side, side), "PNG"));
    }
    return images;
  }

  private static void load(ImageLoader loader, byte[] bytes, FloatBuffer out) {
    out.clear();
    try {
      loader.load(bytes, out);
    } catch (BadImageException damaged) {
      assertThat(damaged.reason()).isEqualTo(QuarantineReason.UNREADABLE);
    }
  }

  @Test
  void tenThousandImagesLeaveNothingBehind() {
    List<byte[]> images = new ArrayList<>();
    for (int side = 190; side < 220; side += 10) {
      images.add(SyntheticImages.encode(SyntheticImages.noise(side, side, side), "BMP"));
    }
    byte[] damaged = SyntheticImages.patches("PNG");
    Arrays.fill(damaged, 60, 70, (byte) 7);
    images.add(damaged);
    FloatBuffer out = FloatBuffer.allocate(FLOATS);
    try (ImageLoader first = new ImageLoader(SMALL, 1_000_000)) {
      // Loads the native libraries, whose constants stay.
      load(first, damaged, out);
    }
    try (OwnedPointers pointers = new OwnedPointers()) {
      try (ImageLoader loader = new ImageLoader(SMALL, 1_000_000)) {
        long residentAfterWarmUp = 0;
        for (int image = 0; image < 10_000; image++) {
          load(loader, images.get(image % images.size()), out);
          if (image == 2_000) {
            residentAfterWarmUp = Pointer.physicalBytes();
          }
        }
        // Leaked, the 6,000 pictures since would be 700 MB.
        assertThat(Pointer.physicalBytes() - residentAfterWarmUp).isLessThan(200L << 20);
      }
      assertThat(pointers.allocated()).isGreaterThan(10_000);
      assertThat(pointers.notFreed()).isEmpty();
    }
  }

  @Test
  void twoLoadersInTwoThreadsGiveWhatOneGives() throws Exception {
    List<byte[]> images = images();
    Callable<List<float[]>> loadAll =
        () -> {
          List<float[]> floats = new ArrayList<>();
          try (ImageLoader loader = new ImageLoader(SMALL, 1_000_000)) {
            for (int image = 0; image < 200; image++) {
              FloatBuffer out = FloatBuffer.allocate(FLOATS);
              loader.load(images.get(image % images.size()), out);
              floats.add(out.array());
            }
          }
          return floats;
        };
    List<float[]> alone = loadAll.call();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<List<float[]>> together : threads.invokeAll(List.of(loadAll, loadAll))) {
        assertThat(together.get()).usingRecursiveComparison().isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }
}
