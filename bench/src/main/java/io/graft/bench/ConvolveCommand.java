package io.graft.bench;

import java.util.concurrent.Callable;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Measures what oneDNN's convolution reaches on this machine: ResNet-50's commonest one of 3 x 3,
 * forward, with a thread on each core.
 */
@Command(name = "convolve", hidden = true, description = "Measure a convolution alone.")
final class ConvolveCommand implements Callable<Integer> {

  private static final int CHANNELS = 128;
  private static final int KERNEL = 3;
  private static final int SIDE = 28;

  /** 10^6 floating-point operations for an image; a multiply-add is two. */
  static final double MEGA_FLOPS =
      2.0 * CHANNELS * CHANNELS * KERNEL * KERNEL * SIDE * SIDE / 1_000_000;

  @Mixin private PartOptions part;

  @Override
  public Integer call() throws Exception {
    part.measure(thread -> worker());
    return 0;
  }

  private static Workers.Worker worker() {
    INDArray images = Nd4j.randn('c', new long[] {TrainedNetwork.BATCH, CHANNELS, SIDE, SIDE});
    INDArray weights = Nd4j.randn('c', new long[] {CHANNELS, CHANNELS, KERNEL, KERNEL});
    INDArray output = images.ulike();
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(KERNEL)
            .kW(KERNEL)
            .paddingMode(PaddingMode.SAME)
            .weightsFormat(WeightsFormat.OIYX)
            .build();
    return () -> {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      Nd4j.exec(new Conv2D(new INDArray[] {images, weights}, new INDArray[] {output}, config));
      return TrainedNetwork.BATCH;
    };
  }
}
