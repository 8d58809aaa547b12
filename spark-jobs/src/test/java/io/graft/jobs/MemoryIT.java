package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The memory of an extraction does not grow with the number of images. */
@Tag("long")
@ExtendWith(SparkExtension.class)
class MemoryIT {

  private static final int FEW = Integer.getInteger("graft.memory.few", 2_000);
  private static final int MANY = Integer.getInteger("graft.memory.many", 200_000);
  private static final int DISTINCT = 300;

  @TempDir private Path folder;

  @Test
  void aHundredTimesAsManyImagesTakeTheSameMemory() throws Exception {
    long few = peakKilobytes(FEW);
    long many = peakKilobytes(MANY);
    System.out.printf(
        "peak memory: %,d kB with %,d images, %,d kB with %,d%n", few, FEW, many, MANY);
    assertThat((double) many / few).isBetween(0.9, 1.1);
  }

  /** The most that the process had resident at once, driver and executor in one. */
  private long peakKilobytes(int images) throws Exception {
    Path set = folder.resolve(images + "/images");
    write(set, images);
    Path out = folder.resolve(images + "/out");
    long[] peak = new long[1];
    try (GraftProcess process =
        GraftProcess.start(
            folder.resolve("logs"),
            Map.of("GRAFT_MEMORY", "1g"),
            "-Dspark.master=local[2] -Dspark.driver.host=127.0.0.1 -Dspark.ui.enabled=false",
            Graft.home().resolve("deploy/graft"),
            "extract-features",
            "--images",
            set,
            "--base-model",
            Graft.baseModel(),
            "--out",
            out)) {
      process.await(
          () -> {
            peak[0] = Math.max(peak[0], process.kilobytes("VmHWM"));
            return false;
          });
      process.requireSuccess();
      System.out.printf("%,d images: %,.0f s, %,d kB%n", images, process.seconds(), peak[0]);
    }
    JsonNode counts = StoredSet.info(out.toString()).get("counts");
    assertThat(counts.get("extracted").asInt()).isEqualTo(images);
    return peak[0];
  }

  /** Some hundred small JPEGs, each again and again with other bytes behind its end. */
  private static void write(Path set, int images) throws IOException {
    Random random = new Random(images);
    List<byte[]> distinct = new ArrayList<>();
    List<String> classes = GeneratedImages.classes();
    for (int number = 0; number < DISTINCT; number++) {
      distinct.add(
          GeneratedImages.image(classes.get(number % classes.size()), number, "jpg", random));
    }
    for (String name : classes) {
      Files.createDirectories(set.resolve(name));
    }
    for (int number = 0; number < images; number++) {
      byte[] image = distinct.get(number % DISTINCT);
      byte[] unique =
          ByteBuffer.allocate(image.length + Integer.BYTES).put(image).putInt(number).array();
      Files.write(
          set.resolve("%s/%06d.jpg".formatted(classes.get(number % classes.size()), number)),
          unique);
    }
  }
}
