package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveSizeTest {

  @ParameterizedTest
  @CsvSource({
    // images, cores, batch, row bytes, asked -> images a wave, waves, files
    "1, 2, 32, 1200, , 1, 1, 1",
    "1920, 2, 32, 1200, , 1920, 1, 1",
    "1000000, 2, 32, 1200, , 167772, 6, 2",
    "1000000, 2, 32, 500, , 200000, 5, 2",
    "1000000, 2, 32, 4300, , 46820, 22, 2",
    "1000000, 100, 32, 4300, , 1000000, 1, 100",
    "1000000, 2, 32, 200900, , 1002, 999, 2",
    "1000000, 2, 32, 900000000, , 64, 15625, 573",
    "10000, 2, 32, 500, 1000, 1000, 10, 1",
    "10000, 8, 32, 500, 20000, 10000, 1, 1",
  })
  void wavesFillFiles(
      long images,
      int cores,
      int batch,
      long rowBytes,
      Long asked,
      long wave,
      int waves,
      int files) {
    OptionalLong wanted = asked == null ? OptionalLong.empty() : OptionalLong.of(asked);
    WaveSize size = WaveSize.of(images, cores, batch, rowBytes, wanted);
    assertThat(size.images()).isEqualTo(wave);
    assertThat(size.waves(images)).isEqualTo(waves);
    assertThat(size.files(size.images())).isEqualTo(files);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "25000, 1", "60000, 3", "10000000, 400"})
  void manyImagesArePlannedInSeveralPartitions(long images, int partitions) {
    assertThat(WaveSize.partitions(images)).isEqualTo(partitions);
  }
}
