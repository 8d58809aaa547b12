package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.config.ConfigLoader;
import io.graft.config.GraftConfig;
import io.graft.dataset.Split;
import io.graft.spark.ImageListing.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class HeldOutImagesTest {

  private static final GraftConfig CONFIG =
      ConfigLoader.load(Optional.empty(), List.of(), Map.of());

  @TempDir private Path folder;

  @Test
  void aTenthOfTheTrainSplitIsHeldOutByClass() {
    ImageListing held = HeldOutImages.of(listing(Split.TRAIN, Split.TEST), CONFIG, work());
    assertThat(held.only(Split.TRAIN).count()).isEqualTo(36);
    assertThat(held.only(Split.VALIDATION).count()).isEqualTo(4);
    assertThat(held.only(Split.TEST).count()).isEqualTo(40);
    List<Row> byClass =
        held.only(Split.VALIDATION).files().groupBy("label").count().collectAsList();
    assertThat(byClass).allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(2));
    assertThat(held.only(Split.TEST).files().select("uri").distinct().count()).isEqualTo(40);
  }

  @Test
  void theSameSeedHoldsOutTheSame() {
    List<Row> first = uris(HeldOutImages.of(listing(Split.TRAIN), CONFIG, work()));
    assertThat(uris(HeldOutImages.of(listing(Split.TRAIN), CONFIG, work()))).isEqualTo(first);
  }

  @Test
  void aValidationSplitIsTakenAsItIsWithoutAJob() throws TimeoutException {
    ImageListing own = listing(Split.TRAIN, Split.VALIDATION);
    SparkContext context = SparkExtension.session().sparkContext();
    context.setJobGroup("held-out", "", false);
    try {
      assertThat(HeldOutImages.of(own, CONFIG, work())).isSameAs(own);
    } finally {
      context.clearJobGroup();
    }
    SparkExtension.awaitEvents();
    assertThat(context.statusTracker().getJobIdsForGroup("held-out")).isEmpty();
  }

  private static List<Row> uris(ImageListing listing) {
    return listing.only(Split.VALIDATION).files().select("uri").sort("uri").collectAsList();
  }

  private static ImageListing listing(Split... splits) {
    List<Row> rows = new ArrayList<>();
    for (Split split : splits) {
      for (int image = 0; image < 40; image++) {
        String name = split.text() + " " + image;
        String hash = io.graft.dataset.ContentHash.of(name.getBytes());
        rows.add(
            new ImageEntry(
                    "file:/" + name.replace(' ', '/'),
                    "class " + image % 2,
                    split,
                    1,
                    0,
                    hash,
                    null)
                .toRow());
      }
    }
    return ImageListing.of(
        "file:/", Form.FILES, SparkExtension.session().createDataFrame(rows, ImageEntry.SCHEMA));
  }

  private org.apache.hadoop.fs.Path work() {
    return new org.apache.hadoop.fs.Path(folder.toString());
  }
}
