package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class LocalFilesTest {

  @TempDir private java.nio.file.Path folder;

  @ParameterizedTest
  @CsvSource({"0640, rw-r-----", "0755, rwxr-xr-x", "0200, -w-------", "1777, rwxrwxrwx"})
  void permissionsAreThoseOfHadoop(String octal, String expected) throws IOException {
    java.nio.file.Path ours = Files.createFile(folder.resolve("ours"));
    java.nio.file.Path hadoops = Files.createFile(folder.resolve("hadoop's"));
    FsPermission permission = new FsPermission(octal);
    session().setPermission(new Path(ours.toUri()), permission);
    raw().setPermission(new Path(hadoops.toUri()), permission);
    assertThat(mode(ours)).isEqualTo(mode(hadoops));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
        .isEqualTo(expected);
  }

  @Test
  void filesAndFoldersAreMadeWithoutStartingPrograms() throws IOException {
    assertThat(programsStarted(raw())).isNotEmpty();
    assertThat(programsStarted(session())).isEmpty();
  }

  private List<RecordedEvent> programsStarted(FileSystem files) throws IOException {
    java.nio.file.Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart").withoutThreshold();
      recording.start();
      files.mkdirs(new Path(folder.toUri() + "/a/b"));
      files.create(new Path(folder.toUri() + "/a/b/file")).close();
      recording.stop();
      recording.dump(events);
    }
    files.delete(new Path(folder.toUri() + "/a"), true);
    return RecordingFile.readAllEvents(events);
  }

  private static Object mode(java.nio.file.Path file) throws IOException {
    return Files.getAttribute(file, "unix:mode");
  }

  /** Not from the cache, where one of another configuration may stand. */
  private static FileSystem session() throws IOException {
    return FileSystem.newInstance(
        URI.create("file:///"), SparkExtension.session().sparkContext().hadoopConfiguration());
  }

  private static FileSystem raw() throws IOException {
    FileSystem raw = new RawLocalFileSystem();
    raw.initialize(URI.create("file:///"), new Configuration());
    return raw;
  }
}
