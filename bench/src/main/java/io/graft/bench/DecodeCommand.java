package io.graft.bench;

import io.graft.image.ImageLoader;
import io.graft.image.Preprocessing;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the images alone: read the file, decode, resize, normalise into the batch's tensor. */
@Command(name = "decode", hidden = true, description = "Measure decoding alone.")
final class DecodeCommand implements Callable<Integer> {

  /** Graft's default. */
  private static final long MAX_PIXELS = 100_000_000;

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--base-model", required = true, description = "Its .conf has the preprocessing.")
  private Path baseModel;

  @Option(names = "--images", required = true)
  private Path images;

  @Override
  public Integer call() throws Exception {
    Preprocessing preprocessing = BaseModelFiles.preprocessing(baseModel);
    List<Path> files = ImageFiles.of(images).files();
    AtomicInteger next = new AtomicInteger();
    PartTurns.serve(threads, thread -> worker(preprocessing, files, next));
    return 0;
  }

  /** The loader lives as long as the process. */
  private static Workers.Worker worker(
      Preprocessing preprocessing, List<Path> files, AtomicInteger next) {
    ImageLoader loader = new ImageLoader(preprocessing, MAX_PIXELS);
    FloatBuffer batch = Batches.allocate(preprocessing);
    return () -> {
      if (!batch.hasRemaining()) {
        batch.clear();
      }
      Path file = files.get(Math.floorMod(next.getAndIncrement(), files.size()));
      loader.load(Files.readAllBytes(file), batch);
      return 1;
    };
  }
}
