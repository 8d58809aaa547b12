package io.graft.bench.micro;

import io.graft.bench.Batches;
import io.graft.bench.ExportedModel;
import io.graft.engine.Device;
import io.graft.engine.OnnxFeatureExtractor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One batch of 32 images through MobileNet 0.25 on one thread, its features copied out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForwardBenchmark {

  static final String WEIGHTS = "weights/mobilenet_v1_0.25_224.h5";

  private OnnxFeatureExtractor extractor;
  private FloatBuffer images;

  @Setup
  public void open() {
    Path file = Path.of(System.getProperty("graft.shared")).resolve(WEIGHTS);
    ExportedModel model = ExportedModel.of(file);
    extractor =
        new OnnxFeatureExtractor(model.onnx(), model.preprocessing(), Batches.SIZE, Device.CPU);
    images = Batches.noise(model.preprocessing(), 1);
  }

  @Benchmark
  public float[][][] forwardBatch() {
    return extractor.extract(images, Batches.SIZE);
  }

  @TearDown
  public void close() {
    extractor.close();
  }
}
