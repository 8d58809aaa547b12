package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.image.DecodeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of a feature set, made up. */
final class FeatureRows {

  static final String COLUMN = "features_x";

  /** The limits of the configuration as it comes. */
  static final EngineConfig ENGINE =
      new EngineConfig(
          Engine.ONNXRUNTIME, Device.CPU, 32, 100_000_000, 100_000_000, 60, DecodeSize.FULL);

  private static final int WIDTH = 48;
  private static final float MEAN = 7;

  private final Random random = new Random(5);
  private final List<Row> rows = new ArrayList<>();

  /** An image like no other. */
  float[] add(String uri, String split) {
    float[] features = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      features[i] = MEAN + (float) random.nextGaussian();
    }
    return add(uri, split, "hash of " + uri, features);
  }

  /** Nearly a copy of another. */
  void addCopy(String uri, String split, float[] of) {
    float[] features = of.clone();
    for (int i = 0; i < WIDTH; i++) {
      features[i] += 0.15f * (float) random.nextGaussian();
    }
    add(uri, split, "hash of " + uri, features);
  }

  float[] add(String uri, String split, String hash, float[] features) {
    rows.add(RowFactory.create(uri, hash, uri.replaceAll("/.*", ""), split, features));
    return features;
  }

  static float[] constant() {
    float[] features = new float[WIDTH];
    java.util.Arrays.fill(features, MEAN);
    return features;
  }

  /** The set of them, whose images lie where their URIs say. */
  FeatureSet set() {
    return set("images");
  }

  /**
   * The set of them.
   *
   * @param images the folder or pack
   */
  FeatureSet set(String images) {
    FeatureSetInfo info =
        new FeatureSetInfo(
            true, null, List.of(), images, 42, Map.of(), "", FeatureSetInfo.Counts.NONE, Map.of());
    return new FeatureSet(new Path("set"), info, rows());
  }

  private Dataset<Row> rows() {
    StructType schema =
        new StructType()
            .add("uri", DataTypes.StringType)
            .add("content_hash", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.StringType)
            .add(COLUMN, DataTypes.createArrayType(DataTypes.FloatType, false));
    return SparkExtension.session().createDataFrame(rows, schema).repartition(3);
  }
}
