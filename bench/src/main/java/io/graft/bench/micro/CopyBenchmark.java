package io.graft.bench.micro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Copying the features of a batch of 32 out of ONNX Runtime's memory, into an array an image. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyBenchmark {

  private static final int IMAGES = 32;

  /** Features an image: MobileNet 0.25's and ResNet-50's. */
  @Param({"256", "2048"})
  public int features;

  private FloatBuffer output;

  @Setup
  public void allocate() {
    output =
        ByteBuffer.allocateDirect(IMAGES * features * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Benchmark
  public float[][] copyFeatures() {
    FloatBuffer values = output.duplicate().clear();
    float[][] rows = new float[IMAGES][features];
    for (float[] row : rows) {
      values.get(row);
    }
    return rows;
  }
}
