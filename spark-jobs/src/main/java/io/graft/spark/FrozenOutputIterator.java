package io.graft.spark;

import io.graft.engine.FeatureExtractor;
import io.graft.training.EncodedImageInput;
import io.graft.training.ExampleReader;
import io.graft.training.FrozenOutputInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/** Images in, rows of frozen layers' output out: a partition needs the memory of one batch. */
final class FrozenOutputIterator implements Iterator<Row>, AutoCloseable {

  private final Iterator<TrainingImage> images;
  private final NetworkSpec spec;
  private final ExampleReader reader;
  private final LongAccumulator done;
  private final FeatureExtractor layers;
  private final Minibatch batch;
  private final Deque<Row> ready = new ArrayDeque<>();

  FrozenOutputIterator(
      Iterator<TrainingImage> images,
      NetworkSpec spec,
      EncodedImageInput input,
      ExampleReader reader,
      LongAccumulator done) {
    this.images = images;
    this.spec = spec;
    this.reader = reader;
    this.done = done;
    this.layers = SharedNetworks.acquire(spec);
    this.batch = new Minibatch(layers.batchSize(), input);
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && images.hasNext()) {
      computeBatch();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.removeFirst();
  }

  private void computeBatch() {
    List<Long> indices = new ArrayList<>();
    batch.clear();
    while (batch.count() < layers.batchSize() && images.hasNext()) {
      TrainingImage image = images.next();
      batch.add(image, reader);
      indices.add(image.index());
    }
    float[][][] outputs = layers.extract(batch.values(), batch.count());
    int[] classes = batch.classes();
    for (int i = 0; i < classes.length; i++) {
      int image = i;
      List<float[]> ofImage = Arrays.stream(outputs).map(output -> output[image]).toList();
      ready.add(RowFactory.create(indices.get(i), classes[i], FrozenOutputInput.toBytes(ofImage)));
    }
    done.add(classes.length);
  }

  @Override
  public void close() {
    SharedNetworks.release(spec);
    reader.close();
    batch.close();
  }
}
