package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged bytes of every format: an image or a BadImageException in time, never anything else. */
class MutationTest {

  private static final int MUTANTS = 10_000;

  @Test
  void damagedBytesNeverEndInAnythingElse(@TempDir Path folder) throws Exception {
    Path realImages = Path.of(System.getProperty("graft.shared", "../shared/data"), "odd-images");
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+ErrorFileToStdout",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                MutantLoads.class.getName(),
                realImages.toString(),
                "0",
                Integer.toString(MUTANTS))
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("complaints").toFile())
            .start();
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("ends in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    String last = lines.get(lines.size() - 1);
    System.out.println("Mutants " + last);
    assertThat(process.exitValue())
        .as(
            "the end of: %s",
            tail(lines) + "\n" + tail(Files.readAllLines(folder.resolve("complaints"))))
        .isZero();
    assertThat(last).matches("of \\d+ samples: \\d{4} decoded, bad \\{UNREADABLE=.*");
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 60), lines.size());
  }
}
