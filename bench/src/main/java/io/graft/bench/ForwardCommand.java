package io.graft.bench;

import io.graft.engine.Device;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the network alone: one session, each thread with its own batch of random tensors. */
@Command(name = "forward", hidden = true, description = "Measure the network alone.")
final class ForwardCommand implements Callable<Integer> {

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--base-model", required = true, description = "Its .conf has the preprocessing.")
  private Path baseModel;

  @Option(names = "--onnx", required = true)
  private Path onnx;

  @Override
  public Integer call() throws Exception {
    Preprocessing preprocessing = BaseModelFiles.preprocessing(baseModel);
    try (var extractor =
        new OnnxFeatureExtractor(
            Files.readAllBytes(onnx), preprocessing, Batches.SIZE, Device.CPU)) {
      PartTurns.serve(threads, thread -> worker(extractor, Batches.noise(preprocessing, thread)));
    }
    return 0;
  }

  /** An image of the batch after the other, as a batch is computed on a processor. */
  private static Workers.Worker worker(OnnxFeatureExtractor extractor, FloatBuffer batch) {
    List<FloatBuffer> images = Batches.images(batch);
    Iterator<FloatBuffer> endless = Stream.generate(() -> images).flatMap(List::stream).iterator();
    return () -> extractor.extract(endless.next(), 1)[0].length;
  }
}
