package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {

  @Test
  void aWorkerGoesOnUntilAllAreTimed() throws Exception {
    AtomicInteger pieces = new AtomicInteger();
    Workers.Worker quick = () -> sleep(1, pieces.incrementAndGet());
    Workers.Worker slow = () -> sleep(600, 1);
    Workers.rate(List.of(quick, slow), 0.001);
    assertThat(pieces).hasValueGreaterThan(100);
  }

  @Test
  void ratesAddUp() throws Exception {
    double rate = Workers.rate(List.of(() -> sleep(50, 10), () -> sleep(50, 30)), 0.2);
    assertThat(rate).isBetween(400.0, 800.0);
  }

  @Test
  @Timeout(20)
  void aFailureEndsAll() {
    Workers.Worker failing =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> Workers.rate(List.of(failing, () -> sleep(1, 1)), 0.01))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("broken");
  }

  private static int sleep(int millis, int images) throws InterruptedException {
    Thread.sleep(millis);
    return images;
  }
}
