package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

class SingleThreadedBlasTest {

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
    int inside =
        SingleThreadedBlas.during(
            () -> SingleThreadedBlas.during(blas::getMaxThreads) * 10 + blas.getMaxThreads());
    assertThat(inside).isEqualTo(11);
    assertThat(blas.getMaxThreads()).isEqualTo(2);
  }

  @Test
  void threadsComeBackAfterAFailure() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                SingleThreadedBlas.during(
                    () -> {
                      throw new IllegalStateException("failed");
                    }));
    assertThat(blas.getMaxThreads()).isEqualTo(2);
  }
}
