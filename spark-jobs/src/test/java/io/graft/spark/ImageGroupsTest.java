package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.ImageInput.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGroupsTest {

  @TempDir Path folder;

  @Test
  void smallFilesAreReadAheadAndLargeOnesAreNot() throws IOException {
    ImageInput small = file("small", 10);
    ImageInput large = file("large", (32 << 20) + 1);
    List<ImageInput> group = groups(small, large).next();
    assertThat(group.get(0).content()).hasSize(10);
    assertThat(group.get(1)).isSameAs(large);
  }

  @Test
  void aGroupEndsWhereItsBytesAreMany() throws IOException {
    ImageInput half = file("half", 4 << 20);
    ImageGroups groups = groups(half, half, half);
    assertThat(groups.next()).hasSize(2);
    assertThat(groups.next()).hasSize(1);
    assertThat(groups.next()).isEmpty();
  }

  @Test
  void aGroupEndsWhereItsImagesAreMany() throws IOException {
    ImageInput small = file("small", 10);
    ImageGroups groups =
        new ImageGroups(
            IntStream.range(0, ImageGroups.MAX_IMAGES + 1).mapToObj(i -> small).iterator(),
            SampleNetwork.files(),
            LabelRule.OPTIONAL);
    assertThat(groups.next()).hasSize(ImageGroups.MAX_IMAGES);
    assertThat(groups.next()).hasSize(1);
  }

  @Test
  void whatCannotBeReadKeepsItsReason() {
    ImageInput missing = input(folder.resolve("missing"), 10);
    assertThat(groups(missing).next().get(0).refused().reason()).isEqualTo("missing");
  }

  @Test
  void whatHasNoLabelIsNotReadWhereOneIsRequired() {
    ImageInput unlabelled = input(folder.resolve("missing"), 10);
    ImageGroups groups =
        new ImageGroups(List.of(unlabelled).iterator(), SampleNetwork.files(), LabelRule.REQUIRED);
    assertThat(groups.next().get(0).refused().reason()).isEqualTo("unlabelled");
  }

  private static ImageGroups groups(ImageInput... images) {
    return new ImageGroups(List.of(images).iterator(), SampleNetwork.files(), LabelRule.OPTIONAL);
  }

  private ImageInput file(String name, int bytes) throws IOException {
    return input(Files.write(folder.resolve(name), new byte[bytes]), bytes);
  }

  private static ImageInput input(Path file, long bytes) {
    return new ImageInput(
        new ImageEntry(file.toUri().toString(), null, null, bytes, 0), null, null, Trust.UNKNOWN);
  }
}
