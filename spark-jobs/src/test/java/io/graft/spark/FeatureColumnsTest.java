package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.BackboneConfig;
import io.graft.error.UserException;
import io.graft.image.ChannelOrder;
import io.graft.image.Interpolation;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import io.graft.image.ResizeRule;
import io.graft.model.BaseModel;
import io.graft.model.Pooling;
import io.graft.spark.FeatureSetInfo.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** Which columns of a feature set a head is trained on. */
class FeatureColumnsTest {

  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          32,
          32,
          ChannelOrder.RGB,
          ResizeRule.STRETCH,
          1,
          Interpolation.BILINEAR,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));
  private static final BaseModel MODEL =
      new BaseModel("base.zip", "00ff", null, PREPROCESSING, List.of());
  private static final Column EARLY = new Column("features_early", "early", "grid");
  private static final Column LATE = new Column("features_late", "late", "average");

  @Test
  void severalCutsComeInTheOrderAsked() {
    FeatureSet features = features(EARLY, LATE);
    List<Pooling> poolings = List.of(Pooling.AVERAGE, Pooling.GRID);
    assertThat(columns(features, List.of("late", "early"), poolings)).containsExactly(LATE, EARLY);
    assertThat(columns(features, List.of("early"), List.of(Pooling.GRID))).containsExactly(EARLY);
  }

  @Test
  void onlyColumnNeedsNoName() {
    assertThat(columns(features(EARLY), List.of(), List.of(Pooling.AVERAGE)))
        .containsExactly(EARLY);
  }

  @Test
  void severalColumnsNeedAChoice() {
    refused(
        List.of(),
        List.of(Pooling.AVERAGE),
        "The feature set set has features of several layers: early, late. Choose one with --cut.");
  }

  @Test
  void everyCutIsLookedFor() {
    refused(
        List.of("late", "middle"),
        List.of(Pooling.AVERAGE),
        "The feature set set has no features of layer 'middle', only of early, late. Extract them with --cut middle.");
  }

  @Test
  void everyPoolingIsCompared() {
    refused(
        List.of("late", "early"),
        List.of(Pooling.AVERAGE),
        "The feature set set was made with another pooling (grid) than the one asked for (average). Extract the features again, or use the same.");
  }

  private static void refused(List<String> cuts, List<Pooling> poolings, String message) {
    assertThatThrownBy(() -> columns(features(EARLY, LATE), cuts, poolings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  private static List<Column> columns(
      FeatureSet features, List<String> cuts, List<Pooling> poolings) {
    Optional<PreprocessingPreset> preset = Optional.empty();
    return features.columnsFor(MODEL, new BackboneConfig(Optional.empty(), cuts, poolings, preset));
  }

  private static FeatureSet features(Column... columns) {
    FeatureSetInfo.Fingerprint fingerprint =
        new FeatureSetInfo.Fingerprint(
            "base.zip",
            "00ff",
            List.of(columns),
            PREPROCESSING.toMap(),
            "full",
            "onnxruntime",
            "0.1.0");
    FeatureSetInfo info =
        new FeatureSetInfo(
            true,
            fingerprint,
            List.of("a", "b"),
            "images",
            42,
            Map.of(),
            "",
            FeatureSetInfo.Counts.NONE,
            Map.of());
    return new FeatureSet(new Path("set"), info, null);
  }
}
