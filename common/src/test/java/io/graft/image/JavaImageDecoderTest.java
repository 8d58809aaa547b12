package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java decoder against the native one. */
class JavaImageDecoderTest {

  /** The JDK's inverse DCT and chroma upsampling are not libjpeg-turbo's. */
  private static final double MEAN_LEVELS_OF_JPEG = 1;

  private final ImageDecoder javaCode = new ImageDecoder(10_000_000, new JavaImageDecoder());
  private final ImageDecoder nativeCode = new ImageDecoder(10_000_000, new NativeImageDecoder());

  @AfterEach
  void close() {
    javaCode.close();
    nativeCode.close();
  }

  private byte[] pixels(ImageDecoder decoder, byte[] bytes) throws BadImageException {
    try (Mat image = decoder.decode(bytes)) {
      byte[] bgr = PixelAssertions.bytes(image);
      byte[] sized = Arrays.copyOf(bgr, bgr.length + 2);
      sized[bgr.length] = (byte) image.cols();
      return sized;
    }
  }

  private void assertSame(byte[] bytes, String what) throws BadImageException {
    assertThat(pixels(javaCode, bytes)).as(what).isEqualTo(pixels(nativeCode, bytes));
  }

  private static BufferedImage random(int type) {
    BufferedImage image = new BufferedImage(19, 13, type);
    Random random = new Random(type);
    for (int pixel = 0; pixel < 19 * 13; pixel++) {
      image.setRGB(pixel % 19, pixel / 19, random.nextInt());
    }
    return image;
  }

  /** 16 bits a channel. */
  private static BufferedImage deep(int space, int channels) {
    int transparency = channels % 2 == 0 ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            channels % 2 == 0,
            false,
            transparency,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(19, 13);
    Random random = new Random(channels);
    for (int sample = 0; sample < 19 * 13 * channels; sample++) {
      int pixel = sample / channels;
      raster.setSample(pixel % 19, pixel / 19, sample % channels, random.nextInt(1 << 16));
    }
    return new BufferedImage(colours, raster, false, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "BMP", "TIFF", "GIF"})
  void everyKindOfPixelIsTheNativeDecoders(String format) throws Exception {
    List<Integer> types =
        List.of(
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_BYTE_INDEXED);
    for (int type : types) {
      assertSame(SyntheticImages.encode(random(type), format), format + " type " + type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "TIFF"})
  void alphaAndSixteenBitsAreTheNativeDecoders(String format) throws Exception {
    assertSame(
        SyntheticImages.encode(random(BufferedImage.TYPE_4BYTE_ABGR), format), format + " alpha");
    assertSame(SyntheticImages.encode(deep(ColorSpace.CS_GRAY, 1), format), format + " grey 16");
    assertSame(SyntheticImages.encode(deep(ColorSpace.CS_sRGB, 3), format), format + " RGB 16");
    assertSame(SyntheticImages.encode(deep(ColorSpace.CS_sRGB, 4), format), format + " RGBA 16");
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_USHORT_555_RGB, BufferedImage.TYPE_USHORT_565_RGB})
  void bitmapsOfFiveBitsAChannelAreTheNativeDecoders(int type) throws Exception {
    assertSame(SyntheticImages.encode(random(type), "BMP"), "type " + type);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void tiffAndJpegAreTurnedAsByTheNativeDecoder(int orientation) throws Exception {
    byte[] tiff = TiffFiles.compressed(random(BufferedImage.TYPE_3BYTE_BGR), "Deflate");
    assertSame(TiffFiles.withOrientation(tiff, orientation), "TIFF");
    byte[] jpeg =
        SyntheticImages.withExif(
            SyntheticImages.patches("JPEG"), SyntheticImages.exif(orientation), new byte[0]);
    assertNear(jpeg, "JPEG");
  }

  private void assertNear(byte[] jpeg, String what) throws BadImageException {
    assertThat(PixelAssertions.meanDifference(pixels(javaCode, jpeg), pixels(nativeCode, jpeg)))
        .as(what)
        .isLessThan(MEAN_LEVELS_OF_JPEG);
  }

  private void assertCrashed(byte[] bytes, String message) {
    assertThatThrownBy(() -> javaCode.decode(bytes))
        .isInstanceOfSatisfying(
            BadImageException.class,
            bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.CRASHED_DECODER))
        .hasMessage(message);
  }

  @Test
  void whatTheJdkCantReadIsPutDownToTheCrash() {
    BufferedImage image = SyntheticImages.patches(BufferedImage.TYPE_3BYTE_BGR);
    assertCrashed(
        SyntheticImages.encodeNative(image, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 90),
        "WEBP of 48x32 pixels crashed the native decoder, and the Java one can't read it:"
            + " the JDK has no decoder for WebP");
    byte[] png = SyntheticImages.encode(image, "PNG");
    png[60] ^= 0x55;
    assertThatThrownBy(() -> javaCode.decode(png))
        .hasMessageStartingWith(
            "PNG of 48x32 pixels crashed the native decoder, and the Java one can't read it: ");
  }

  @Test
  void structureAndLimitAreCheckedFirst() {
    byte[] png = SyntheticImages.patches("PNG");
    assertThatThrownBy(() -> javaCode.decode(Arrays.copyOf(png, 100)))
        .hasMessageContaining("ends after 100 bytes");
    try (ImageDecoder small = new ImageDecoder(100, new JavaImageDecoder())) {
      assertThatThrownBy(() -> small.decode(png)).hasMessageContaining("above the limit of 100");
    }
  }

  @Test
  void aLoaderGivesTheSameFloatsWithoutTheNativeDecoder() throws Exception {
    byte[] png = SyntheticImages.encode(SyntheticImages.noise(50, 40, 1), "PNG");
    FloatBuffer out = FloatBuffer.allocate(3 * 16 * 16);
    FloatBuffer without = FloatBuffer.allocate(3 * 16 * 16);
    try (ImageLoader loader = new ImageLoader(PreprocessingPreset.TF.forSize(16, 16), 10_000)) {
      assertThat(loader.loadWithoutNative(png, without)).isEqualTo(loader.load(png, out));
    }
    assertThat(without.array()).isEqualTo(out.array());
  }

  @Test
  void realFilesDecodeAlikeOrAreRefused() throws Exception {
    Path folder = Path.of(System.getProperty("graft.shared", "../shared/data"), "odd-images");
    assumeTrue(Files.isDirectory(folder), "skipped: no shared data at " + folder);
    int alike = 0;
    int refused = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        switch (compare(file)) {
          case "alike" -> alike++;
          case "refused" -> refused++;
          default -> {}
        }
      }
    }
    System.out.println("Java decoder: " + alike + " as the native one, " + refused + " refused");
    assertThat(alike).isGreaterThan(190);
  }

  private String compare(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted;
    try {
      wanted = pixels(nativeCode, bytes);
    } catch (BadImageException bad) {
      return "bad";
    }
    byte[] found;
    try {
      found = pixels(javaCode, bytes);
    } catch (BadImageException bad) {
      assertThat(bad.reason()).isEqualTo(QuarantineReason.CRASHED_DECODER);
      return "refused";
    }
    boolean jpeg = ImageFormat.JPEG == CheckedImage.of(bytes, 10_000_000).format();
    assertThat(PixelAssertions.meanDifference(found, wanted))
        .as(file.getFileName().toString())
        .isLessThanOrEqualTo(jpeg ? MEAN_LEVELS_OF_JPEG : 0);
    return "alike";
  }
}
