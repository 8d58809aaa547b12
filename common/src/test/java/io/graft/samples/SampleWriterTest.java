package io.graft.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterTest {

  private static final long MOST_BYTES = 4_000_000;

  @TempDir static Path written;

  @BeforeAll
  static void write() {
    SampleWriter.write(written.resolve("samples"), 42, 1);
  }

  @Test
  void everyClassHasItsImages() throws IOException {
    for (SampleSet set : SampleSet.values()) {
      Path folder = written.resolve("samples").resolve(set.folderName());
      assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(set.classNames());
      for (String name : set.classNames()) {
        List<String> files = names(folder.resolve(name));
        assertThat(files).hasSize(set.imagesPerClass()).contains("000.png");
        BufferedImage image = ImageIO.read(folder.resolve(name).resolve("000.png").toFile());
        assertThat(image.getWidth()).isEqualTo(48);
        assertThat(image.getHeight()).isEqualTo(48);
        BufferedImage drawn = SampleDrawer.draw(set, name, 42, 0);
        assertThat(image.getRGB(20, 30)).isEqualTo(drawn.getRGB(20, 30));
      }
    }
  }

  @Test
  void noTwoFilesAreEqualAndAllStaySmall() throws IOException {
    Map<String, byte[]> files = files(written.resolve("samples"));
    Set<String> contents = new HashSet<>();
    files.values().forEach(bytes -> contents.add(new String(bytes, ISO_8859_1)));
    assertThat(contents).hasSameSizeAs(files.keySet());
    assertThat(files.values().stream().mapToLong(bytes -> bytes.length).sum())
        .isLessThan(MOST_BYTES);
  }

  @Test
  void sameSeedGivesTheSameBytes(@TempDir Path other) throws IOException {
    SampleWriter.write(other.resolve("again"), 42, 1);
    Map<String, byte[]> again = files(other.resolve("again"));
    Map<String, byte[]> first = files(written.resolve("samples"));
    assertThat(again.keySet()).isEqualTo(first.keySet());
    again.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(first.get(path)));
  }

  @Test
  void brokenFilesAreBroken() throws IOException {
    Path broken = written.resolve("samples/broken");
    assertThat(SampleSet.SIMILAR.classNames()).containsAll(names(broken));
    assertThat(broken.resolve("arrow/empty.png")).isEmptyFile();
    assertThat(broken.resolve("heart/text.jpg")).content().startsWith("This is no image");
    assertThat(ImageIO.read(broken.resolve("pentagon/bytes.bin").toFile())).isNull();
    assertThatThrownBy(() -> ImageIO.read(broken.resolve("pentagon/damaged.png").toFile()))
        .isInstanceOf(IIOException.class);
    byte[] jpeg = Files.readAllBytes(broken.resolve("l-shape/truncated.jpg"));
    assertThat(jpeg).startsWith(0xFF, 0xD8);
    // Within the pixel data: after the start of the scan, without an end of image.
    assertThat(new String(jpeg, ISO_8859_1))
        .contains("\u00FF\u00DA")
        .doesNotContain("\u00FF\u00D9");
  }

  @Test
  void folderWithContentIsLeftAlone(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> SampleWriter.write(folder, 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("samples: " + folder + " exists and is not an empty folder; name a new folder");
    assertThat(names(folder)).containsExactly("mine.txt");
    assertThatThrownBy(() -> SampleWriter.write(folder.resolve("mine.txt"), 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("mine.txt exists and is not an empty folder");
  }

  @Test
  void emptyFolderIsFilledAndNothingLeftBesideIt(@TempDir Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("empty"));
    Path leftBehind = Files.createDirectories(parent.resolve("empty.unfinished/shapes/old"));
    Files.writeString(leftBehind.resolve("000.png"), "from an earlier, broken run");
    SampleWriter.write(folder, 1, 1);
    assertThat(names(folder)).containsExactly("broken", "different", "shapes", "similar");
    assertThat(folder.resolve("shapes/old")).doesNotExist();
    assertThat(names(parent)).containsExactly("empty");
  }

  @Test
  void placeThatCanNotBeWrittenIsNamed(@TempDir Path parent) throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> SampleWriter.write(file.resolve("samples"), 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("samples: can't write to " + file.resolve("samples"))
        .hasMessageEndingWith("name a folder that can be written");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).forEach(paths::add);
    }
    for (Path path : paths) {
      files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
    }
    return files;
  }
}
