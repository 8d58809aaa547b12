package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeSizeTest {

  private static final long MAX_PIXELS = 1_000_000;

  private record Loaded(ImageSize size, float[] floats) {}

  private static Loaded load(byte[] bytes, int side, DecodeSize decodeSize) throws Exception {
    FloatBuffer out = FloatBuffer.allocate(3 * side * side);
    Preprocessing preprocessing = PreprocessingPreset.RAW.forSize(side, side);
    try (ImageLoader loader = new ImageLoader(preprocessing, MAX_PIXELS, decodeSize)) {
      return new Loaded(loader.load(bytes, out), out.array());
    }
  }

  private static byte[] encode(String format, int width, int height) {
    return SyntheticImages.encode(SyntheticImages.smooth(width, height), format);
  }

  @Test
  void spelling() {
    assertThat(DecodeSize.parse(" Reduced ")).isEqualTo(DecodeSize.REDUCED);
    assertThat(DecodeSize.FULL.text()).isEqualTo("full");
    assertThatThrownBy(() -> DecodeSize.parse("half"))
        .isInstanceOf(UserException.class)
        .hasMessage("Unknown decode size 'half': use full or reduced.");
  }

  /** With crop fraction 0.875, a model of 56 pixels scales to 64. */
  @ParameterizedTest
  @CsvSource({
    "127, 300, NONE",
    "126, 300, NONE",
    "128, 300, HALF",
    "252, 300, HALF",
    "255, 300, QUARTER",
    "300, 256, QUARTER",
    "509, 600, EIGHTH",
    "504, 600, QUARTER",
    "64, 64, NONE",
    "10, 10, NONE",
  })
  void neverSmallerThanWhatIsScaledTo(int width, int height, Reduction wanted) throws Exception {
    Preprocessing preprocessing = PreprocessingPreset.RAW.forSize(56, 56);
    CheckedImage jpeg = CheckedImage.of(encode("JPEG", width, height), MAX_PIXELS);
    CheckedImage png = CheckedImage.of(encode("PNG", width, height), MAX_PIXELS);
    Framing framing = Framing.of(preprocessing, jpeg.size(), MAX_PIXELS);
    assertThat(Reduction.strongest(jpeg, framing)).isEqualTo(wanted);
    assertThat(Reduction.strongest(png, framing)).isEqualTo(Reduction.NONE);
    try (ImageDecoder decoder = new ImageDecoder(MAX_PIXELS, new NativeImageDecoder());
        Mat image = decoder.decode(jpeg, wanted)) {
      assertThat(new ImageSize(image.cols(), image.rows())).isEqualTo(wanted.of(jpeg.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 517, 388", "6, 388, 517"})
  void aLargeJpegIsNearlyTheSameAndKeepsItsSize(int orientation, int width, int height)
      throws Exception {
    byte[] jpeg =
        SyntheticImages.withExif(
            encode("JPEG", 517, 388), SyntheticImages.exif(orientation), new byte[0]);
    Loaded full = load(jpeg, 40, DecodeSize.FULL);
    Loaded reduced = load(jpeg, 40, DecodeSize.REDUCED);
    assertThat(full.size()).isEqualTo(new ImageSize(width, height));
    assertThat(reduced.size()).isEqualTo(full.size());
    assertThat(reduced.floats()).isNotEqualTo(full.floats());
    // A neighbouring column of the scaled picture is 5.5 levels away.
    double sum = 0;
    for (int index = 0; index < full.floats().length; index++) {
      float difference = Math.abs(reduced.floats()[index] - full.floats()[index]);
      assertThat(difference).isLessThan(5.5f);
      sum += difference;
    }
    assertThat(sum / full.floats().length).isLessThan(1.5);
  }

  @Test
  void whatIsNotReducedIsUntouched() throws Exception {
    byte[] small = encode("JPEG", 90, 80);
    assertThat(load(small, 40, DecodeSize.REDUCED).floats())
        .isEqualTo(load(small, 40, DecodeSize.FULL).floats());
    for (String format : new String[] {"PNG", "GIF", "BMP", "TIFF"}) {
      byte[] large = encode(format, 400, 300);
      assertThat(load(large, 40, DecodeSize.REDUCED).floats())
          .as(format)
          .isEqualTo(load(large, 40, DecodeSize.FULL).floats());
    }
  }

  @Test
  void withoutTheNativeDecoderImagesAreDecodedInFull() throws Exception {
    byte[] jpeg = encode("JPEG", 517, 388);
    FloatBuffer full = FloatBuffer.allocate(3 * 40 * 40);
    FloatBuffer reduced = FloatBuffer.allocate(3 * 40 * 40);
    Preprocessing preprocessing = PreprocessingPreset.RAW.forSize(40, 40);
    try (ImageLoader first = new ImageLoader(preprocessing, MAX_PIXELS);
        ImageLoader second = new ImageLoader(preprocessing, MAX_PIXELS, DecodeSize.REDUCED)) {
      first.loadWithoutNative(jpeg, full);
      second.loadWithoutNative(jpeg, reduced);
    }
    assertThat(reduced.array()).isEqualTo(full.array());
  }
}
