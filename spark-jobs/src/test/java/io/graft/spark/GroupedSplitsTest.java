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
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class GroupedSplitsTest {

  private static final SplitFractions FRACTIONS = new SplitFractions(0.15, 0.25);

  @Test
  void sparkDividesGroupsAsTheDriverDoes() {
    List<SplitItem> items = patients(40);
    items.add(new SplitItem("shared", "class 0", "patient 1"));
    items.add(new SplitItem("shared", "class 1", "patient 2"));
    Map<String, Split> whole = StratifiedSplitter.assign(items, FRACTIONS, 7, Map.of());
    assertThat(divided(items, Map.of())).isEqualTo(whole);
    Map<String, Split> stored = new HashMap<>(whole);
    stored.keySet().removeIf(hash -> hash.hashCode() % 3 != 0);
    assertThat(divided(items, stored)).isEqualTo(whole);
  }

  @Test
  void groupsAndImagesWithoutOneAreDividedBesideEachOther() {
    List<SplitItem> items = patients(40);
    for (int image = 0; image < 100; image++) {
      items.add(new SplitItem("alone " + image, "class 0"));
    }
    items.add(new SplitItem("alone 0", "class 0", "patient 0"));
    Map<String, Split> splits = divided(items, Map.of());
    Map<String, Split> splitByGroup = new HashMap<>();
    for (SplitItem item : items) {
      Split split = splits.get(item.contentHash());
      assertThat(split).isNotNull();
      if (item.group() != null) {
        assertThat(splitByGroup.merge(item.group(), split, (first, now) -> first)).isEqualTo(split);
      }
    }
    long test =
        splits.entrySet().stream()
            .filter(e -> e.getKey().startsWith("alone") && e.getValue() == Split.TEST)
            .count();
    assertThat(test).isBetween(24L, 26L);
  }

  @Test
  void newImagesGetTheSplitThatTheirGroupHas() {
    Map<String, Split> prior = new HashMap<>();
    List<SplitItem> items = patients(9);
    for (SplitItem item : items) {
      int patient = Integer.parseInt(item.group().substring("patient ".length()));
      prior.put(item.contentHash(), Split.values()[patient % 3]);
    }
    items.add(new SplitItem("new", "class 0", "patient 4"));
    assertThat(divided(items, prior))
        .containsAllEntriesOf(prior)
        .containsEntry("new", Split.VALIDATION);
  }

  private static List<SplitItem> patients(int count) {
    Random random = new Random(count);
    List<SplitItem> items = new ArrayList<>();
    for (int patient = 0; patient < count; patient++) {
      int images = 1 + random.nextInt(8);
      for (int image = 0; image < images; image++) {
        items.add(
            new SplitItem(
                patient + "-" + image, "class " + random.nextInt(3), "patient " + patient));
      }
    }
    return items;
  }

  private static Map<String, Split> divided(List<SplitItem> items, Map<String, Split> prior) {
    List<Row> keyed = new ArrayList<>();
    List<Row> kept = new ArrayList<>();
    for (SplitItem item : items) {
      Split split = prior.get(item.contentHash());
      if (split == null) {
        keyed.add(RowFactory.create(item.contentHash(), item.label(), item.group()));
        keyed.add(RowFactory.create(item.contentHash(), item.label(), item.group()));
      } else {
        kept.add(RowFactory.create(item.contentHash(), item.label(), split.text(), item.group()));
      }
    }
    Map<String, Split> splits = new TreeMap<>();
    for (Row row :
        GroupedSplits.of(
                rows(keyed, "key", "label", "group"),
                rows(kept, "key", "label", "split", "group"),
                FRACTIONS,
                7)
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
