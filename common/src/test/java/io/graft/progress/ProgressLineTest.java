package io.graft.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 2400; 3; extract: 0 of 2,400 images",
        "0; 0; 0; extract: 0 of 0 images",
        "5; 10; 0; extract: 5 of 10 images",
        "1240; 2400; 5.714; 'extract: 1,240 of 2,400 images, 217 images/s, 5.3 s left'",
        "10; 100; 20; 'extract: 10 of 100 images, 0.5 images/s, 3 min 0 s left'",
        "20000; 20000; 4; 'extract: 20,000 of 20,000 images, 5,000 images/s, done in 4.0 s'"
      })
  void saysHowFarHowFastAndHowLong(long done, long total, double seconds, String line) {
    assertThat(ProgressLine.of("extract", done, total, seconds)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "0.44, 0.4 s",
    "9.94, 9.9 s",
    "9.96, 10 s",
    "42.4, 42 s",
    "59.6, 1 min 0 s",
    "185, 3 min 5 s",
    "3599.7, 1 h 0 min",
    "7800, 2 h 10 min",
    "360000, 100 h 0 min"
  })
  void durationsReadLikeSpeech(double seconds, String text) {
    assertThat(ProgressLine.duration(seconds)).isEqualTo(text);
  }

  @Test
  void stagesAddUpInTheOrderTheyRan() {
    Stages stages = new Stages();
    assertThat(stages.time("extract", () -> 1)).isEqualTo(1);
    stages.time("train", () -> 2);
    double first = stages.seconds().get("extract");
    stages.time("extract", () -> 3);
    assertThat(stages.seconds()).containsOnlyKeys("extract", "train");
    assertThat(stages.seconds().keySet()).containsExactly("extract", "train");
    assertThat(stages.seconds().get("extract")).isGreaterThan(first);
  }
}
