package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  @TempDir private Path folder;

  @Test
  void imagesAreRepeatedUnderOtherNamesInOneSplit() throws Exception {
    image("set/train/ants/a.jpg");
    image("set/test/ants/a.jpg");
    image("set/train/ants/wrong.gif");

    ImageFiles.of(folder.resolve("set")).repeat(4, folder.resolve("repeated"));

    try (var files = Files.list(folder.resolve("repeated/train/ants"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted().toList())
          .isEqualTo(List.of("0-test-a.jpg", "0-train-a.jpg", "1-test-a.jpg", "1-train-a.jpg"));
    }
    assertThat(folder.resolve("repeated/train/ants/1-test-a.jpg")).hasContent("test/ants/a.jpg");
  }

  @Test
  void aSetWithoutImagesIsAbsent() throws IOException {
    image("set/train/ants/wrong.gif");

    assertThatThrownBy(() -> ImageFiles.of(folder.resolve("set")))
        .isInstanceOf(AbsentException.class)
        .hasMessageEndingWith("set holds no JPEG files");
  }

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name.substring("set/".length()));
  }
}
