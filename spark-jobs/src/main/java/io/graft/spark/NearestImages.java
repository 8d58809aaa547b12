package io.graft.spark;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.graft.spark.Neighbours.Neighbour;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds for each of some images the most similar of others: by the cosine of their features about
 * the others' mean, as matrix products on the executors. The images that are asked about travel
 * there in one block of bounded size; the others are gone through once.
 */
final class NearestImages {

  /** Of the images that are asked about: 16 MB. */
  private static final int BLOCK_FLOATS = 4 << 20;

  private static final int ROWS_AT_ONCE = 64;

  private final Dataset<Row> others;
  private final double[] mean;

  /**
   * @param others at least one row with the columns of {@link #columns}
   */
  NearestImages(Dataset<Row> others) {
    this.others = others;
    this.mean =
        others
            .select(Summarizer.mean(array_to_vector(col("features"))))
            .first()
            .<Vector>getAs(0)
            .toArray();
  }

  /** What is needed of a feature set: uri, split, label, content_hash, features. */
  static Dataset<Row> columns(Dataset<Row> rows, String featureColumn) {
    return rows.select(
        col("uri"),
        col("split"),
        col("label"),
        col("content_hash"),
        col(featureColumn).as("features"));
  }

  /** The first of the images by content hash: so many, or as many as fit in a block. */
  List<Row> sample(Dataset<Row> images, int most) {
    int count = Math.max(1, Math.min(most, BLOCK_FLOATS / mean.length));
    return images.sort("content_hash", "uri").limit(count).collectAsList();
  }

  /** The neighbours of each image of a {@link #sample}, in its order. */
  List<Neighbours> of(List<Row> images) {
    Broadcast<Block> block =
        JavaSparkContext.fromSparkContext(others.sparkSession().sparkContext())
            .broadcast(block(images));
    try {
      JavaRDD<Neighbours[]> parts =
          others
              .javaRDD()
              .mapPartitions(rows -> Collections.singleton(block.value().search(rows)).iterator());
      Neighbours[] found =
          parts.treeAggregate(none(images.size()), NearestImages::merge, NearestImages::merge);
      return List.of(found);
    } finally {
      block.destroy();
    }
  }

  private Block block(List<Row> images) {
    float[] directions = new float[images.size() * mean.length];
    for (int i = 0; i < images.size(); i++) {
      putDirection(images.get(i), mean, directions, i);
    }
    return new Block(texts(images, "uri"), texts(images, "content_hash"), directions, mean);
  }

  private static String[] texts(List<Row> images, String column) {
    return images.stream().map(row -> row.<String>getAs(column)).toArray(String[]::new);
  }

  private static Neighbours[] none(int images) {
    return Stream.generate(Neighbours::new).limit(images).toArray(Neighbours[]::new);
  }

  private static Neighbours[] merge(Neighbours[] left, Neighbours[] right) {
    for (int i = 0; i < left.length; i++) {
      left[i].addAll(right[i]);
    }
    return left;
  }

  /** Writes the image's features about the mean, at length 1 (or 0, where they are the mean). */
  private static void putDirection(Row row, double[] mean, float[] directions, int image) {
    List<Float> features = row.getList(row.fieldIndex("features"));
    int start = image * mean.length;
    double squares = 0;
    int at = start;
    for (float feature : features) {
      double centred = feature - mean[at - start];
      squares += centred * centred;
      directions[at++] = (float) centred;
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = start; i < at; i++) {
      directions[i] *= scale;
    }
  }

  /**
   * Images that are asked about.
   *
   * @param directions one image's after the other's
   */
  private record Block(String[] uris, String[] hashes, float[] directions, double[] mean)
      implements Serializable {

    /** Goes through others, some at a time. */
    Neighbours[] search(Iterator<Row> others) {
      Neighbours[] neighbours = none(uris.length);
      float[] otherDirections = new float[ROWS_AT_ONCE * mean.length];
      float[] products = new float[ROWS_AT_ONCE * uris.length];
      List<Row> rows = new ArrayList<>(ROWS_AT_ONCE);
      while (others.hasNext()) {
        rows.clear();
        while (others.hasNext() && rows.size() < ROWS_AT_ONCE) {
          Row row = others.next();
          putDirection(row, mean, otherDirections, rows.size());
          rows.add(row);
        }
        multiply(otherDirections, rows.size(), products);
        for (int other = 0; other < rows.size(); other++) {
          compare(rows.get(other), products, other * uris.length, neighbours);
        }
      }
      return neighbours;
    }

    /** Of the first other with every image of the block, then of the second, and so on. */
    private void multiply(float[] others, int count, float[] products) {
      int features = mean.length;
      int images = uris.length;
      JavaBLAS.getInstance()
          .sgemm(
              "T",
              "N",
              images,
              count,
              features,
              1f,
              directions,
              features,
              others,
              features,
              0f,
              products,
              images);
    }

    private void compare(Row other, float[] products, int start, Neighbours[] neighbours) {
      String uri = other.getAs("uri");
      String split = other.getAs("split");
      String hash = other.getAs("content_hash");
      for (int i = 0; i < uris.length; i++) {
        double similarity = hash.equals(hashes[i]) ? 1 : Math.min(1, products[start + i]);
        if (neighbours[i].wants(similarity) && !uri.equals(uris[i])) {
          neighbours[i].add(new Neighbour(uri, split, hash, similarity));
        }
      }
    }
  }
}
