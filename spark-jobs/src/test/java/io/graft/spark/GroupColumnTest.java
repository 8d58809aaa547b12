package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The group column of manifests and packs. */
@ExtendWith(SparkExtension.class)
class GroupColumnTest {

  @TempDir private Path folder;
  @TempDir private Path work;

  @Test
  void aCsvManifestMayNameGroupsInAnyColumnAndLeaveThemEmpty() throws IOException {
    ImageListing listing = csv("group,label,uri\np1,cat,a\n,cat,b\n\" \",dog,c\n");
    assertThat(groups(listing)).containsExactly("p1", null, null);
    assertThat(listing.isGrouped()).isTrue();
    assertThat(csv("uri,label\na,cat\n").isGrouped()).isFalse();
  }

  @Test
  void aParquetManifestMayNameGroups() {
    Path manifest = folder.resolve("set.parquet");
    SparkExtension.session()
        .sql("select 'a' as uri, 'cat' as label, 7 as `group` union select 'b', 'dog', null")
        .write()
        .parquet(manifest.toString());
    assertThat(groups(list(manifest))).containsExactly("7", null);
  }

  @Test
  void aPackMayNameGroups() {
    Path pack = folder.resolve("pack.parquet");
    SparkExtension.session()
        .sql(
            "select 'a' as uri, cast('x' as binary) as content, 'p1' as `group` union select 'b', cast('y' as binary), ''")
        .write()
        .parquet(pack.toString());
    assertThat(groups(list(pack))).containsExactly("p1", null);
  }

  @Test
  void anImageOfTwoGroupsIsRefused() {
    assertThatThrownBy(() -> csv("uri,label,group\na,cat,p1\na,cat,p2\n"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("twice, with different labels, splits or groups");
  }

  @Test
  void groupsInSeveralSplitsAreTold() throws IOException {
    StringBuilder rows = new StringBuilder("uri,label,split,group\n");
    for (int group = 1; group <= 5; group++) {
      rows.append("a%d,cat,train,p%d%nb%d,dog,test,p%d%n".formatted(group, group, group, group));
    }
    rows.append("c,cat,train,whole\nd,cat,train,whole\ne,cat,test,\nf,cat,train,\n");
    assertThat(errors(rows.toString()))
        .contains("5 groups stand in several splits, the first: p1, p2, p3. What");
    assertThat(errors("uri,label,split,group\na,cat,train,p\nb,dog,test,q\n")).isEmpty();
  }

  private String errors(String manifest) throws IOException {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      csv(manifest);
    } finally {
      System.setErr(err);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private ImageListing csv(String rows) throws IOException {
    Path manifest = folder.resolve("set.csv");
    Files.writeString(manifest, rows);
    return list(manifest);
  }

  private ImageListing list(Path path) {
    return new ImageSource(SparkExtension.session(), new org.apache.hadoop.fs.Path(work.toUri()))
        .list(path.toString());
  }

  private static List<String> groups(ImageListing listing) {
    return listing.files().sort("uri").collectAsList().stream()
        .map(ImageEntry::of)
        .map(ImageEntry::group)
        .toList();
  }
}
