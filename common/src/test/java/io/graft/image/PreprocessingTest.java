package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.graft.error.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {

  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

  private static Preprocessing read(String hocon) {
    return Preprocessing.fromConfig(ConfigFactory.parseString(hocon));
  }

  @Test
  void readsTheBlockThatStandsBesideABaseModel() {
    Preprocessing preprocessing =
        read(
            """
            height = 224, width = 192, channel-order = bgr, resize = Shorter-Side,
            crop-fraction = 0.9, interpolation = AREA, mean = [104, 117, 123], std = [1, 2, 3]
            """);
    assertThat(preprocessing)
        .isEqualTo(
            new Preprocessing(
                224,
                192,
                ChannelOrder.BGR,
                ResizeRule.SHORTER_SIDE,
                0.9,
                Interpolation.AREA,
                List.of(104.0, 117.0, 123.0),
                List.of(1.0, 2.0, 3.0)));
  }

  @Test
  void cropFractionAndInterpolationHaveDefaults() {
    Preprocessing preprocessing =
        read("height=32, width=32, channel-order=GRAY, resize=stretch, mean=[0], std=[255]");
    assertThat(preprocessing.cropFraction()).isEqualTo(0.875);
    assertThat(preprocessing.interpolation()).isEqualTo(Interpolation.BILINEAR);
  }

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    height = 0, width = 22.5, channel-order = RGBA, crop-fraction = 1.5,
                    interpolation = lanczos, mean = 3, sdt = [1, 1, 1]
                    """))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "height = 0 is outside 1 to 8192 pixels",
            "width = 22.5 is no whole number",
            "channel-order = RGBA is none of RGB, BGR, GRAY",
            "resize is missing",
            "crop-fraction = 1.5 is outside 0.1 to 1",
            "interpolation = lanczos is none of bilinear, bicubic, area, nearest",
            "mean = 3 is of the wrong type",
            "std is missing",
            "unknown key sdt (known: height, width,");
  }

  @Test
  void saysWhereTheBlockStands() {
    assertThatThrownBy(() -> read("\n\nheight = tall"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("preprocessing in String: ")
        .hasMessageContaining("height = \"tall\" is of the wrong type");
  }

  @Test
  void meanAndStdNeedOneNumberForEachChannel() {
    assertThatThrownBy(
            () ->
                read("height=1, width=1, channel-order=RGB, resize=stretch, mean=[1], std=[1,0,1]"))
        .hasMessageContaining("mean = [1.0] has 1 numbers; channel-order RGB needs 3")
        .hasMessageContaining("std = [1.0, 0.0, 1.0] must hold finite numbers above 0");
  }

  @Test
  void theConstructorChecksToo() {
    assertThatThrownBy(
            () ->
                new Preprocessing(
                    -1,
                    9000,
                    ChannelOrder.RGB,
                    ResizeRule.STRETCH,
                    Double.NaN,
                    Interpolation.AREA,
                    List.of(0.0, 0.0, Double.NaN),
                    ONES))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "height = -1", "width = 9000", "crop-fraction = NaN", "mean = [0.0, 0.0, NaN]");
  }

  @ParameterizedTest
  @EnumSource
  void survivesItsMapAndJavaSerialisation(PreprocessingPreset preset) throws Exception {
    Preprocessing preprocessing = preset.forSize(224, 192);
    assertThat(Preprocessing.fromConfig(ConfigFactory.parseMap(preprocessing.toMap())))
        .isEqualTo(preprocessing);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(preprocessing);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(input.readObject()).isEqualTo(preprocessing);
    }
  }

  @Test
  void everyChoiceSurvivesTheMap() {
    for (ResizeRule resize : ResizeRule.values()) {
      for (Interpolation interpolation : Interpolation.values()) {
        Preprocessing preprocessing =
            new Preprocessing(
                8, 9, ChannelOrder.RGB, resize, 1, interpolation, ZEROS, List.of(0.1, 2.0, 3.7));
        assertThat(Preprocessing.fromConfig(ConfigFactory.parseMap(preprocessing.toMap())))
            .isEqualTo(preprocessing);
      }
    }
  }

  @Test
  void presetsAreFoundByNameInAnyCase() {
    assertThat(PreprocessingPreset.parse("Torch")).isEqualTo(PreprocessingPreset.TORCH);
    assertThat(PreprocessingPreset.CAFFE.forSize(227, 227).channelOrder())
        .isEqualTo(ChannelOrder.BGR);
    assertThatThrownBy(() -> PreprocessingPreset.parse("keras"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Unknown preprocessing preset 'keras': choose one of tf, torch, caffe, unit, raw.");
  }

  @Test
  void reasonsAreWrittenInLowerCaseWithHyphens() {
    assertThat(QuarantineReason.NOT_AN_IMAGE.text()).isEqualTo("not-an-image");
  }
}
