package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveSizeTest {

  @ParameterizedTest
  @CsvSource({
    // images, cores, batch, row bytes, asked -> images a wave, images a task, waves, files
    "1, 2, 32, 1200, , 1, 32, 1, 1",
    "1920, 2, 32, 1200, , 1920, 128, 1, 1",
    "1000000, 2, 32, 1200, , 100000, 1024, 10, 2",
    "1000000, 2, 32, 4300, , 46820, 1024, 22, 2",
    "1000000, 100, 32, 4300, , 1000000, 1024, 1, 100",
    "1000000, 2, 32, 200900, , 1002, 64, 999, 2",
    "1000000, 2, 32, 900000000, , 64, 32, 15625, 573",
    "10000, 2, 32, 500, 1000, 1000, 64, 10, 1",
    "10000, 8, 32, 500, 20000, 10000, 160, 1, 1",
  })
  void wavesFillFilesAndTasksStaySmall(
      long images,
      int cores,
      int batch,
      long rowBytes,
      Long asked,
      long wave,
      int task,
      int waves,
      int files) {
    OptionalLong wanted = asked == null ? OptionalLong.empty() : OptionalLong.of(asked);
    WaveSize size = WaveSize.of(images, cores, batch, rowBytes, wanted);
    assertThat(size.images()).isEqualTo(wave);
    assertThat(size.imagesPerTask()).isEqualTo(task);
    assertThat(size.waves(images)).isEqualTo(waves);
    assertThat(size.files(size.images())).isEqualTo(files);
    assertThat((long) size.tasks(wave) * task).isGreaterThanOrEqualTo(wave);
  }
}
