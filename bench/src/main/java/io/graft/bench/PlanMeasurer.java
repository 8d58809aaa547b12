package io.graft.bench;

import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plans, tries every cut, and times the passes, each in a process of its own.
 *
 * @param work a folder for what they write
 */
record PlanMeasurer(PlanSettings settings, Path work) {

  private static final String AVERAGE = "average";

  /** What is planned: a base model on images with the splits train and test. */
  record Subject(Network network, Path baseModel, String set, Path images) {}

  /**
   * Measures all of it.
   *
   * @param timed the images of the timed passes
   */
  PlanCell measure(Subject subject, Path timed) throws Exception {
    PlanFile plan = plan(subject);
    List<String> layers = plan.curve().stream().flatMap(entry -> entry.layers().stream()).toList();
    Path features = work.resolve("all-cuts");
    extract(subject, subject.images(), features, layers, List.of(AVERAGE));
    List<TestAccuracy> tests = test(features, columns(features));
    List<TriedCut> curve =
        IntStream.range(0, layers.size())
            .mapToObj(i -> tried(plan.curve().get(i), tests.get(i)))
            .toList();
    return new PlanCell(
        subject.network(),
        subject.set(),
        plan.transferCase(),
        curve,
        choice(subject, plan, curve),
        passes(subject, timed, layers));
  }

  private PlanFile plan(Subject subject) throws Exception {
    Path out = work.resolve("plan");
    Folders.delete(out);
    graft(
        "plan",
        "--images=" + subject.images(),
        "--base-model=" + subject.baseModel(),
        "--out=" + out,
        "--device=cpu");
    return PlanFile.in(out);
  }

  /**
   * Of the curve where it is one of these; else, joined or pooled otherwise, measured for itself.
   */
  private TriedCut choice(Subject subject, PlanFile plan, List<TriedCut> curve) throws Exception {
    PlanFile.Entry choice = plan.choice();
    int onCurve = plan.curve().indexOf(choice);
    if (onCurve >= 0) {
      return curve.get(onCurve);
    }
    Path features = work.resolve("choice");
    extract(subject, subject.images(), features, choice.layers(), choice.poolings());
    return tried(choice, test(features, List.of(String.join(",", columns(features)))).get(0));
  }

  private static TriedCut tried(PlanFile.Entry entry, TestAccuracy test) {
    return new TriedCut(entry.name(), entry.accuracy(), entry.standardError(), test);
  }

  /** The columns of a feature set, in the order of the cuts. */
  private static List<String> columns(Path features) throws IOException {
    return FeatureSetFile.in(features).json().at("/fingerprint/columns").findValuesAsText("name");
  }

  /** Trains a head on each of these columns, or several with commas, and tests it. */
  private List<TestAccuracy> test(Path features, List<String> columns) throws Exception {
    Path result = work.resolve("heads.json");
    List<String> arguments = new ArrayList<>();
    columns.forEach(column -> arguments.add("--head=" + column));
    arguments.add("--features=" + features);
    arguments.add("--result=" + result);
    new ChildProcess(javaCommands().heads(arguments), work.resolve("heads.log")).run();
    return Json.read("heads", Files.readString(result), HeadsCommand.Result.class).accuracies();
  }

  /** In turns, so that a machine that slows down slows both. */
  private Passes passes(Subject subject, Path images, List<String> layers) throws Exception {
    List<String> lastLayer = layers.subList(layers.size() - 1, layers.size());
    List<Double> all = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    long count = 0;
    for (int i = 0; i < settings.repeat(); i++) {
      FeatureSetFile alone = pass(subject, images, lastLayer);
      FeatureSetFile together = pass(subject, images, layers);
      count = together.extracted();
      last.add(count / alone.extractionSeconds());
      all.add(count / together.extractionSeconds());
      Measurer.say(
          "%,d images: last cut %.1f s, all %d cuts %.1f s"
              .formatted(
                  count, alone.extractionSeconds(), layers.size(), together.extractionSeconds()));
    }
    return new Passes(count, new Measurement(all, 0), new Measurement(last, 0));
  }

  private FeatureSetFile pass(Subject subject, Path images, List<String> layers) throws Exception {
    Path out = work.resolve("pass");
    extract(subject, images, out, layers, List.of(AVERAGE));
    return FeatureSetFile.in(out);
  }

  private void extract(
      Subject subject, Path images, Path out, List<String> layers, List<String> poolings)
      throws Exception {
    Folders.delete(out);
    graft(
        "extract-features",
        "--images=" + images,
        "--base-model=" + subject.baseModel(),
        "--out=" + out,
        "--device=cpu",
        "--cut=" + String.join(",", layers),
        "--pooling=" + String.join(",", poolings));
  }

  private void graft(String... arguments) throws Exception {
    new ChildProcess(
            javaCommands().graft(List.of(), List.of(arguments)),
            work.resolve(arguments[0] + ".log"))
        .run();
  }

  private JavaCommands javaCommands() {
    return new JavaCommands(JavaCommands.homeOfSystem(), settings.heap(), settings.cores());
  }
}
