package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.config.ConfigLoader;
import io.graft.config.ConfigLoader.ConfigText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command has help with an example, a page, and its examples in conf/ are valid. */
class CommandsTest {

  static Stream<String> commands() {
    return new CommandLine(Main.class).getSubcommands().keySet().stream();
  }

  static Stream<Path> examples() throws IOException {
    return Files.list(Graft.home().resolve("conf"))
        .filter(file -> file.toString().endsWith(".conf"))
        .filter(file -> !file.endsWith("reference.conf"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasHelpWithAnExample(String command) {
    Graft.Run run = Graft.run(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Example:", "graft " + command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasAPageAndALineInTheReadme(String command) throws IOException {
    assertThat(Graft.home().resolve("docs/" + command + ".md"))
        .content()
        .startsWith("# " + command);
    assertThat(Files.readString(Graft.home().resolve("README.md")))
        .contains("[`" + command + "`](docs/" + command + ".md)");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsValid(Path example) throws IOException {
    ConfigText text = new ConfigText(example.toString(), Files.readString(example));
    assertThat(ConfigLoader.load(Optional.of(text), List.of(), Map.of()).json()).isNotEmpty();
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    Graft.Run run = Graft.run();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("transfer", "extract-features", "Exit codes");
  }

  @Test
  void layersMarksTheDefaultCut() {
    Graft.Run run = Graft.run("layers", "--base-model", Graft.baseModel());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("\\* dense2 +DenseLayer +64 +64 ")
        .containsPattern("  conv3_features +ConvolutionLayer +64 x 12 x 12 +64 ");
  }

  @Test
  void numbersReadTheSameOnEveryMachine() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
    try {
      assertThat(Graft.run("layers", "--base-model", Graft.baseModel()).out())
          .containsPattern("conv3_features .* \\d+,\\d{3} +\\d+\\.\\d\n");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}
