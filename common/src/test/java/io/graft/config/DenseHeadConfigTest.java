package io.graft.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.graft.error.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseHeadConfigTest {

  private static final String OTHERS =
      "dropout = 0.5, epochs = 100, batch-size = 32, learning-rate = 0.001, weight-decay = 1e-4, patience = 10";

  @Test
  void everySettingIsRead() {
    assertThat(read("hidden = [256, 64]"))
        .isEqualTo(new DenseHeadConfig(List.of(256, 64), 0.5, 100, 32, 0.001, 1e-4, 10));
  }

  @Test
  void layersCanBeWrittenWithCommasOnTheCommandLine() {
    assertThat(read("hidden = 128").hidden()).containsExactly(128);
    assertThat(read("hidden = \"128,16\"").hidden()).containsExactly(128, 16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | head.dense.hidden has 0 layers: give the outputs of one or two, such as [256].",
        "[8,8,8] | head.dense.hidden has 3 layers: give the outputs of one or two, such as [256].",
        "[0] | head.dense.hidden: 0 outputs of a hidden layer: allowed is a whole number from 1 to 8192.",
        "[-4] | head.dense.hidden: -4 outputs of a hidden layer: allowed is a whole number from 1 to 8192.",
        "[1.5] | head.dense.hidden: 1.5 outputs of a hidden layer: allowed is a whole number from 1 to 8192.",
        "[9000] | head.dense.hidden: 9000 outputs of a hidden layer: allowed is a whole number from 1 to 8192.",
        "wide | head.dense.hidden: wide outputs of a hidden layer: allowed is a whole number from 1 to 8192."
      })
  void otherLayersAreRefused(String hidden, String message) {
    assertThatThrownBy(() -> read("hidden = " + hidden))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  private static DenseHeadConfig read(String hidden) {
    SettingsReader settings =
        new SettingsReader(
            ConfigFactory.parseString("head.dense { %s, %s }".formatted(hidden, OTHERS)));
    DenseHeadConfig config = DenseHeadConfig.read(settings);
    settings.finish();
    return config;
  }
}
