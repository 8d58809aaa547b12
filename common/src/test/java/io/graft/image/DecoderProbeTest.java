package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.image.DecoderProbe.Verdict;
import java.io.File;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderProbeTest {

  private static final long MAX_PIXELS = 1_000_000;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final byte[] png = SyntheticImages.patches("PNG");

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().toList();
  }

  /** Those of earlier tests may come to their end at any time. */
  private static List<ProcessHandle> childrenSince(List<ProcessHandle> before) {
    return children().stream().filter(child -> !before.contains(child)).toList();
  }

  private static String crashingClassPath(Path folder) throws Exception {
    CrashingDecoder.compileInto(folder);
    return folder + File.pathSeparator + ProbeClassPath.ofThisJvm();
  }

  @Test
  void imagesGoodAndBadAreSafeInOneChildWhichCloseEnds() throws Exception {
    List<ProcessHandle> before = children();
    List<ProcessHandle> started;
    try (DecoderProbe probe = new DecoderProbe(MAX_PIXELS, LONG)) {
      assertThat(childrenSince(before)).as("started lazily").isEmpty();
      assertThat(probe.probe(png)).isEqualTo(Verdict.SAFE);
      started = childrenSince(before);
      assertThat(started).hasSize(1);
      assertThat(probe.probe(Arrays.copyOf(png, 90))).isEqualTo(Verdict.SAFE);
      assertThat(probe.probe(SyntheticImages.patches("GIF"))).isEqualTo(Verdict.SAFE);
      assertThat(childrenSince(before)).isEqualTo(started);
    }
    started.get(0).onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aCrashAndAHangAreToldAndTheNextImageIsSafe(@TempDir Path folder) throws Exception {
    try (DecoderProbe probe = new DecoderProbe(MAX_PIXELS, LONG, crashingClassPath(folder))) {
      assertThat(probe.probe(png)).isEqualTo(Verdict.SAFE);
      assertThat(probe.probe(CrashingDecoder.crashing(png))).isEqualTo(Verdict.CRASHES);
      assertThat(probe.probe(png)).isEqualTo(Verdict.SAFE);
    }
    try (DecoderProbe hasty =
        new DecoderProbe(MAX_PIXELS, Duration.ofSeconds(3), crashingClassPath(folder))) {
      assertThat(hasty.probe(CrashingDecoder.hanging(png))).isEqualTo(Verdict.TIMES_OUT);
      assertThat(hasty.probe(png)).isEqualTo(Verdict.SAFE);
    }
    try (Stream<Path> left = Files.list(Path.of(""))) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.matches("(hs_err|core).*"));
    }
  }

  @Test
  void aChildThatHangsEndsWithItsStandardInput(@TempDir Path folder) throws Exception {
    ProbeCommand command = new ProbeCommand(crashingClassPath(folder), MAX_PIXELS);
    Process child =
        new ProcessBuilder(command.words())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] image = CrashingDecoder.hanging(png);
    try (OutputStream input = child.getOutputStream()) {
      input.write(ByteBuffer.allocate(12).putLong(1).putInt(image.length).array());
      input.write(image);
      input.flush();
      assertThat(child.waitFor(2, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aChildThatCantStartIsTheEnvironmentsFault() {
    try (DecoderProbe probe = new DecoderProbe(MAX_PIXELS, LONG, "nowhere")) {
      assertThatThrownBy(() -> probe.probe(png))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The child process that tries images did not start (CRASHES): ")
          .hasMessageContaining("-cp nowhere io.graft.image.DecoderProbeChild 1000000");
    }
  }

  @Test
  void limitsMustBePositive() {
    assertThatThrownBy(() -> new DecoderProbe(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPixels and limit must be positive: 1, PT0S");
  }
}
