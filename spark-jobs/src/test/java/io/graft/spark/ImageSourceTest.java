package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ImageSourceTest {

  @TempDir private Path folder;
  @TempDir private Path work;

  @Test
  void classFoldersGiveLabelsAtAnyDepth() throws IOException {
    touch("cats/a.jpg", "cats/more/b 1.jpg", "dögs/c.txt");
    ImageListing listing = list(folder);
    assertThat(entries(listing))
        .extracting(ImageEntry::label)
        .containsExactly("cats", "cats", "dögs");
    assertThat(entries(listing)).extracting(ImageEntry::split).containsOnlyNulls();
    assertThat(listing.labels().names()).containsExactly("cats", "dögs");
  }

  @Test
  void splitFoldersGiveSplits() throws IOException {
    touch("train/cats/a.jpg", "validation/cats/b.jpg", "test/dogs/c.jpg");
    assertThat(entries(list(folder)))
        .extracting(ImageEntry::label, ImageEntry::split)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("dogs", Split.TEST),
            org.assertj.core.groups.Tuple.tuple("cats", Split.TRAIN),
            org.assertj.core.groups.Tuple.tuple("cats", Split.VALIDATION));
  }

  @Test
  void strayFilesAreListedWithoutLabelAndHiddenOnesNotAtAll() throws IOException {
    touch("readme.txt", "cats/a.jpg", "dogs/b.jpg", "cats/.DS_Store", "_SUCCESS", ".git/x");
    ImageListing listing = list(folder);
    assertThat(entries(listing))
        .extracting(ImageEntry::label)
        .containsExactlyInAnyOrder(null, "cats", "dogs");
  }

  @Test
  void csvManifestWithRelativeUris() throws IOException {
    touch("pictures/a b.jpg", "pictures/c.jpg");
    Path manifest = folder.resolve("set.csv");
    Files.writeString(
        manifest, "uri,label,split\npictures/a b.jpg,cat,train\npictures/c.jpg,dog,test\n");
    ImageListing listing = list(manifest);
    assertThat(entries(listing))
        .extracting(ImageEntry::label, ImageEntry::split)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("cat", Split.TRAIN),
            org.assertj.core.groups.Tuple.tuple("dog", Split.TEST));
    assertThat(entries(listing).get(0).uri())
        .isEqualTo("file:" + folder.resolve("pictures/a b.jpg"));
  }

  @Test
  void parquetManifest() throws IOException {
    touch("a.jpg");
    Path manifest = folder.resolve("set.parquet");
    SparkExtension.session()
        .sql("select '%s' as uri, 'cat' as label".formatted(folder.resolve("a.jpg")))
        .write()
        .parquet(manifest.toString());
    assertThat(entries(list(manifest))).extracting(ImageEntry::label).containsExactly("cat");
  }

  @Test
  void csvManifestWithQuotesInNames() throws IOException {
    touch("a \"b\".jpg", "c\\d.jpg");
    Path manifest = folder.resolve("set.csv");
    Files.writeString(manifest, "uri,label\n\"a \"\"b\"\".jpg\",\"x, \"\"y\"\"\"\nc\\d.jpg,z\n");
    List<ImageEntry> entries = entries(list(manifest));
    assertThat(entries).extracting(ImageEntry::label).containsExactly("x, \"y\"", "z");
    assertThat(entries.get(0).uri()).endsWith("/a \"b\".jpg");
  }

  @Test
  void aForeignPackNamesSplitsAsItLikes() {
    assertThat(entries(list(pack("('a', 'TRAIN'), ('b', ' Test'), ('c', null)"))))
        .extracting(ImageEntry::split)
        .containsExactly(Split.TRAIN, Split.TEST, null);
    Path other = pack("('a', 'dev')");
    assertThatThrownBy(() -> list(other))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("split: found 'dev'; use one of train, validation, test");
  }

  @Test
  void aPackWithoutAUriIsRefused() {
    Path pack = pack("('a', 'train'), (null, 'train')");
    assertThatThrownBy(() -> list(pack))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has a row without uri");
  }

  private Path pack(String rows) {
    Path pack = folder.resolve("pack-%d.parquet".formatted(rows.hashCode()));
    SparkExtension.session()
        .sql(
            "select uri, split, cast(uri as binary) content from values %s as t(uri, split)"
                .formatted(rows))
        .write()
        .parquet(pack.toString());
    return pack;
  }

  @Test
  void manifestWithoutUriColumn() throws IOException {
    Path manifest = folder.resolve("set.csv");
    Files.writeString(manifest, "path,label\na.jpg,cat\n");
    assertThatThrownBy(() -> list(manifest))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has the columns path, label: it needs uri, label");
  }

  private ImageListing list(Path path) {
    return new ImageSource(SparkExtension.session(), new org.apache.hadoop.fs.Path(work.toUri()))
        .list(path.toString());
  }

  private static List<ImageEntry> entries(ImageListing listing) {
    return listing.files().sort("uri").collectAsList().stream().map(ImageEntry::of).toList();
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }
}
