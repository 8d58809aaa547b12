package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.GraftVersion;
import io.graft.bundle.BundleInfo;
import io.graft.bundle.BundleInfo.BundleCut;
import io.graft.bundle.ModelBundle;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.image.BadImageException;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import io.graft.plan.TransferCase;
import io.graft.spark.HeadTrainer.TrainedHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Writes model bundles: of a trained head on its backbone, and of whole networks. */
public record BundleWriter(SparkSession session, BaseModel model, GraftConfig config) {

  private static final int GOLDEN_IMAGES = 3;
  private static final int GOLDEN_CANDIDATES = 50;
  private static final int GOLDEN_MAX_BYTES = 1 << 20;

  /**
   * Grafts a head onto the base model and writes the bundle into the folder, {@code bundle.json}
   * last.
   *
   * @param columns whose features, one column's after the other, the head was trained on
   */
  public void write(
      FeatureSet features,
      List<FeatureSetInfo.Column> columns,
      LabelIndex labels,
      TrainedHead trained,
      Path folder) {
    List<Cut> cuts =
        columns.stream()
            .map(column -> new Cut(column.layer(), Pooling.parse(column.pooling())))
            .toList();
    ComputationGraph network =
        NetworkCutter.withHead(model.network(), cuts, model.preprocessing(), trained.head());
    Map<String, Double> metrics = new TreeMap<>(trained.metrics());
    metrics.put("trainingImages", (double) trained.images());
    write(features, columns, labels, network, metrics, folder);
  }

  /**
   * Writes the bundle of a network into the folder, {@code bundle.json} last.
   *
   * @param columns of the layers at which the head was grafted
   * @param network as {@link NetworkCutter#withHead} makes it
   * @param metrics of its training, by name
   */
  public void write(
      FeatureSet features,
      List<FeatureSetInfo.Column> columns,
      LabelIndex labels,
      ComputationGraph network,
      Map<String, Double> metrics,
      Path folder) {
    ModelBundle bundle = ModelBundle.of(info(features, columns, labels, metrics), network);
    try {
      java.nio.file.Path local = Files.createDirectory(Storage.temporaryFolder().resolve("bundle"));
      bundle.write(local, goldenImages(features));
      Storage storage = Storage.of(session);
      storage.uploadFiles(local, folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private BundleInfo info(
      FeatureSet features,
      List<FeatureSetInfo.Column> columns,
      LabelIndex labels,
      Map<String, Double> metrics) {
    return new BundleInfo(
        labels.names(),
        model.preprocessing().toMap(),
        model.name(),
        model.sha256(),
        columns.stream().map(column -> new BundleCut(column.layer(), column.pooling())).toList(),
        config.backbone().transferCase().map(TransferCase::number).orElse(null),
        metrics,
        features.info().dataSetHash(),
        Json.tree(config.json()),
        versions(),
        Map.of());
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("graft", GraftVersion.VERSION);
    versions.put("java", Runtime.version().toString());
    versions.put("spark", session.version());
    return versions;
  }

  /** A few small images, the same for the same set: the first by content hash that still exist. */
  private List<byte[]> goldenImages(FeatureSet features) {
    ImageContents contents = ImageContents.of(session, features.info().images(), GOLDEN_MAX_BYTES);
    List<byte[]> golden = new ArrayList<>();
    List<Row> candidates =
        features
            .features()
            .select("uri")
            .sort(col("content_hash"), col("uri"))
            .limit(GOLDEN_CANDIDATES)
            .collectAsList();
    for (Row candidate : candidates) {
      if (golden.size() < GOLDEN_IMAGES) {
        try {
          golden.add(contents.read(candidate.getString(0)));
        } catch (BadImageException unusable) {
          // Too large to travel, or gone since its features were extracted: take the next one.
          continue;
        }
      }
    }
    return golden;
  }
}
