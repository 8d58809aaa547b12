package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RankedSplitsTest {

  private static final SplitFractions FRACTIONS = new SplitFractions(0.15, 0.25);

  @Test
  void sparkDividesAsTheDriverDoes() {
    List<SplitItem> items = items();
    assertThat(ranked(items, Map.of()))
        .isEqualTo(StratifiedSplitter.assign(items, FRACTIONS, 7, Map.of()));
  }

  @Test
  void imagesKeepTheSplitThatTheyHave() {
    List<SplitItem> items = items();
    Map<String, Split> prior = new HashMap<>();
    for (SplitItem item : items.subList(0, 60)) {
      prior.put(item.contentHash(), Split.values()[prior.size() % 3]);
    }
    Map<String, Split> splits = ranked(items, prior);
    assertThat(splits).containsAllEntriesOf(prior).hasSize(items.size());
    assertThat(splits).isEqualTo(StratifiedSplitter.assign(items, FRACTIONS, 7, prior));
  }

  @Test
  void aRunThatGoesOnDividesAsOneThatWasNotKilled() {
    List<SplitItem> items = items();
    Map<String, Split> whole = StratifiedSplitter.assign(items, FRACTIONS, 7, Map.of());
    Map<String, Split> stored = new HashMap<>();
    whole.forEach(
        (hash, split) -> {
          if (hash.hashCode() % 3 == 0) {
            stored.put(hash, split);
          }
        });
    assertThat(stored).isNotEmpty();
    assertThat(ranked(items, stored)).isEqualTo(whole);
    assertThat(StratifiedSplitter.assign(items, FRACTIONS, 7, stored)).isEqualTo(whole);
  }

  private static List<SplitItem> items() {
    List<SplitItem> items = new ArrayList<>();
    for (int label = 0; label < 5; label++) {
      for (int image = 0; image < 3 + label * 17; image++) {
        items.add(new SplitItem("hash-" + label + "-" + image, "class " + label));
      }
    }
    return items;
  }

  private static Map<String, Split> ranked(List<SplitItem> items, Map<String, Split> prior) {
    List<Row> keyed = new ArrayList<>();
    List<Row> kept = new ArrayList<>();
    for (SplitItem item : items) {
      Split split = prior.get(item.contentHash());
      if (split == null) {
        keyed.add(RowFactory.create(item.contentHash(), item.label()));
        keyed.add(RowFactory.create(item.contentHash(), item.label()));
      } else {
        kept.add(RowFactory.create(item.contentHash(), item.label(), split.text()));
      }
    }
    Map<String, Split> splits = new TreeMap<>();
    for (Row row :
        RankedSplits.of(
                rows(keyed, "key", "label"), rows(kept, "key", "label", "split"), FRACTIONS, 7)
            .collectAsList()) {
      assertThat(splits.put(row.getString(0), Split.parse(row.getString(1)))).isNull();
    }
    return splits;
  }

  private static Dataset<Row> rows(List<Row> rows, String... columns) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return SparkExtension.session().createDataFrame(rows, schema);
  }
}
