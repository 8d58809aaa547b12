package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Sample images in folders by class, and {@code extract-features} on them. */
record SampleExtraction(Path images, Path out) {

  /** Six images of each of two classes, and a file that is none, extracted in {@code folder}. */
  static SampleExtraction done(Path folder) throws IOException {
    SampleExtraction sample = new SampleExtraction(folder.resolve("images"), folder.resolve("out"));
    sample.copy("heart", 6);
    sample.copy("arrow", 6);
    Files.write(sample.images.resolve("arrow/broken.png"), new byte[] {1, 2, 3});
    assertThat(sample.extract().out()).contains("13 listed = 12 extracted + 1 quarantined");
    return sample;
  }

  /** The same images into another folder. */
  SampleExtraction into(String name) {
    return new SampleExtraction(images, out.resolveSibling(name));
  }

  Graft.Run extract(String... more) {
    Graft.Run run = run(more);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  Graft.Run run(String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "extract-features",
                "--images",
                images,
                "--base-model",
                Graft.baseModel(),
                "--out",
                out));
    arguments.addAll(List.of(more));
    return Graft.run(arguments.toArray());
  }

  Map<String, Row> features() {
    Map<String, Row> rows = new HashMap<>();
    for (Row row : SampleTransfer.read(out.resolve("features"))) {
      assertThat(rows.put(row.getAs("uri"), row)).isNull();
    }
    return rows;
  }

  List<Path> files(String label) throws IOException {
    try (var files = Files.list(images.resolve(label))) {
      return files.filter(file -> !file.endsWith("broken.png")).sorted().toList();
    }
  }

  void copy(String label, int count) throws IOException {
    Path target = Files.createDirectories(images.resolve(label));
    List<Path> samples;
    try (var files = Files.list(Graft.samples("similar").resolve(label))) {
      samples = files.sorted().limit(count).toList();
    }
    for (Path file : samples) {
      if (!Files.exists(target.resolve(file.getFileName()))) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  static String uri(Path file) {
    return "file:" + file;
  }
}
