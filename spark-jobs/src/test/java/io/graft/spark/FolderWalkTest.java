package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import io.graft.spark.FolderWalk.Depth;
import io.graft.spark.FolderWalk.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a disk may hold beside plain files, found and read. */
class FolderWalkTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void namesWithBlanksPercentsAndAnyUnicode() throws Exception {
    List<String> names =
        List.of(
            "a b.jpg",
            "100%25.jpg",
            "日本語.png",
            "naïve é.jpg",
            "a:b.jpg",
            "[x]{y}?*.jpg",
            "#+&.jpg");
    for (String name : names) {
      Files.writeString(folder.resolve(name), name);
    }
    List<Found> found = walk(Depth.TREE);
    assertThat(found)
        .extracting(Found::uri)
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> "file:" + folder.resolve(name)).toList());
    for (Found file : found) {
      assertThat(file.uri())
          .endsWith("/" + new String(read(file.uri()), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void namesThatAreNoTextAreKeptApart() throws IOException {
    Files.createDirectory(folder.resolve("é"));
    Files.writeString(ofBytes("%C3%A9/%E8.jpg"), "a");
    Files.writeString(ofBytes("%C3%A9/%E9.jpg"), "b");
    List<Found> found = walk(Depth.TREE);
    assertThat(found)
        .extracting(Found::uri)
        .containsExactlyInAnyOrder(
            "file:" + folder + "/é/%E8.jpg", "file:" + folder + "/é/%E9.jpg");
    assertReason(found.get(0), QuarantineReason.MISSING);
    Files.createDirectory(ofBytes("%EA"));
    assertThatThrownBy(
            () -> FolderWalk.folders(new org.apache.hadoop.fs.Path(folder.toUri()), HADOOP))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not UTF-8 (as bytes: %EA). Rename it.");
  }

  private Path ofBytes(String escaped) {
    return Path.of(URI.create(folder.toUri() + escaped));
  }

  @Test
  void linksAreFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("a.jpg"), "a");
    Path set = Files.createDirectory(folder.resolve("set"));
    Files.createSymbolicLink(set.resolve("class"), elsewhere);
    Files.createSymbolicLink(set.resolve("b.jpg"), elsewhere.resolve("a.jpg"));
    folder = set;
    assertThat(walk(Depth.TREE))
        .extracting(Found::uri, Found::length)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("file:" + set.resolve("class/a.jpg"), 1L),
            org.assertj.core.groups.Tuple.tuple("file:" + set.resolve("b.jpg"), 1L));
  }

  @Test
  void linksThatLeadNowhereAreFoundAndMissing() throws IOException {
    Files.createSymbolicLink(folder.resolve("gone.jpg"), folder.resolve("nothing"));
    List<Found> found = walk(Depth.TREE);
    assertThat(found).hasSize(1);
    assertReason(found.get(0), QuarantineReason.MISSING);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void linksBackToTheirFoldersDoNotGoRound() throws IOException {
    Path a = Files.createDirectory(folder.resolve("a"));
    Path b = Files.createDirectory(folder.resolve("b"));
    Files.writeString(a.resolve("x.jpg"), "x");
    Files.createSymbolicLink(a.resolve("self"), a);
    Files.createSymbolicLink(a.resolve("up"), folder);
    Files.createSymbolicLink(a.resolve("other"), b);
    Files.createSymbolicLink(b.resolve("back"), a);
    List<Found> found = walk(Depth.TREE);
    assertThat(found).extracting(Found::uri).contains("file:" + a.resolve("x.jpg"));
    List<Found> links = found.stream().filter(file -> !file.uri().endsWith(".jpg")).toList();
    assertThat(links).isNotEmpty();
    for (Found link : links) {
      assertReason(link, QuarantineReason.UNREADABLE);
    }
  }

  @Test
  void foldersAreThoseThatDoNotLeadBack() throws IOException {
    Files.createDirectory(folder.resolve("b: b"));
    Files.createSymbolicLink(folder.resolve("a"), Files.createDirectory(folder.resolve("c")));
    Files.createSymbolicLink(folder.resolve("self"), folder);
    Files.writeString(folder.resolve("file"), "");
    assertThat(FolderWalk.folders(new org.apache.hadoop.fs.Path(folder.toUri()), HADOOP))
        .extracting(org.apache.hadoop.fs.Path::getName)
        .containsExactly("a", "b: b", "c");
    assertThat(walk(Depth.FOLDER))
        .extracting(Found::uri)
        .containsExactlyInAnyOrder(
            "file:" + folder.resolve("self"), "file:" + folder.resolve("file"));
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertReason(walk(Depth.TREE).get(0), QuarantineReason.UNREADABLE);
  }

  @Test
  void aFolderAloneGivesItsOwnFiles() throws IOException {
    Files.writeString(folder.resolve("a.jpg"), "a");
    Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("b.jpg"), "b");
    assertThat(walk(Depth.FOLDER))
        .extracting(Found::uri)
        .containsExactly("file:" + folder.resolve("a.jpg"));
  }

  @Test
  void whatIsNotThereIsMissingButAnUnreachableStorageIsNoFaultOfTheFile() {
    assertReason(new Found("file:" + folder.resolve("gone"), 0, 0), QuarantineReason.MISSING);
    assertReason(new Found("file:" + folder + "/\0", 0, 0), QuarantineReason.MISSING);
    assertThatThrownBy(() -> read("hdfs://127.0.0.1:1/images/a.jpg"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("The storage of hdfs://127.0.0.1:1/images/a.jpg can't be reached");
  }

  @Test
  void aFileBelowAFileIsAtFaultItself() throws IOException {
    Files.writeString(folder.resolve("a.jpg"), "a");
    assertReason(
        new Found("file:" + folder.resolve("a.jpg/x/y.jpg"), 0, 0), QuarantineReason.UNREADABLE);
    assertReason(
        new Found("file:" + folder.resolve("x".repeat(300) + "/y.jpg"), 0, 0),
        QuarantineReason.UNREADABLE);
  }

  private void assertReason(Found file, QuarantineReason reason) {
    assertThatThrownBy(() -> read(file.uri()))
        .isInstanceOfSatisfying(
            BadImageException.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
  }

  private static byte[] read(String uri) throws BadImageException {
    Configuration quick = new Configuration(HADOOP);
    quick.setInt("ipc.client.connect.max.retries", 0);
    return new ImageFiles(quick, 1000).read(uri);
  }

  private List<Found> walk(Depth depth) {
    List<Found> found = new ArrayList<>();
    FolderWalk.of(new org.apache.hadoop.fs.Path(folder.toUri()), depth, HADOOP)
        .forEachRemaining(found::add);
    return found;
  }
}
