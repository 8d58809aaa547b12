package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class SingleThreadedNd4jTest {

  private final Blas blas = Nd4j.factory().blas();
  private final int threads = blas.getMaxThreads();

  @BeforeEach
  void twoThreads() {
    blas.setMaxThreads(2);
  }

  @AfterEach
  void restore() {
    blas.setMaxThreads(threads);
  }

  @Test
  void oneThreadUntilTheLastUserIsDone() {
    int masters = Nd4j.getEnvironment().maxMasterThreads();
    int inside =
        SingleThreadedNd4j.during(
            () -> SingleThreadedNd4j.during(blas::getMaxThreads) * 10 + blas.getMaxThreads());
    assertThat(inside).isEqualTo(11);
    assertThat(SingleThreadedNd4j.during(Nd4j.getEnvironment()::maxMasterThreads)).isEqualTo(1);
    assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(masters);
    assertThat(blas.getMaxThreads()).isEqualTo(2);
  }

  @Test
  void threadsComeBackAfterAFailure() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                SingleThreadedNd4j.during(
                    () -> {
                      throw new IllegalStateException("failed");
                    }));
    assertThat(blas.getMaxThreads()).isEqualTo(2);
  }

  /** oneDNN's convolutions run on OpenMP, which neither of the other two switches reaches. */
  @Test
  void openMpHasOneThreadToo() {
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = openMp.ompGetMaxThreads();
    openMp.setOmpNumThreads(2);
    assertThat(SingleThreadedNd4j.during(openMp::ompGetMaxThreads)).isEqualTo(1);
    assertThat(openMp.ompGetMaxThreads()).isEqualTo(2);
    openMp.setOmpNumThreads(before);
  }

  @Test
  void holdLastsUntilItIsClosed() {
    try (SingleThreadedNd4j.Hold hold = SingleThreadedNd4j.hold()) {
      assertThat(SingleThreadedNd4j.during(blas::getMaxThreads)).isEqualTo(1);
      assertThat(blas.getMaxThreads()).as("%s", hold).isEqualTo(1);
    }
    assertThat(blas.getMaxThreads()).isEqualTo(2);
  }
}
