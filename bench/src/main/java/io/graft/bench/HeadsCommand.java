package io.graft.bench;

import static org.apache.spark.sql.functions.col;

import io.graft.config.ConfigLoader;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.json.Json;
import io.graft.model.Head;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.HeadImages;
import io.graft.spark.HeadTrainer;
import io.graft.spark.SparkSessions;
import io.graft.training.LabelledFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains heads on stored features as {@code train-head} does by default, many in one process, and
 * counts what each tells right of the test split. Runs on Graft's class path: the bench's own has
 * no Spark.
 */
@Command(name = "heads", description = "Train heads on a feature set, and test them.")
final class HeadsCommand implements Callable<Integer> {

  @Option(names = "--features", required = true, description = "A feature set with splits.")
  private Path features;

  @Option(
      names = "--head",
      required = true,
      description = "The columns of a head, joined by commas; one option for each head.")
  private List<String> heads;

  @Option(names = "--result", required = true, description = "The JSON file to write.")
  private Path result;

  /**
   * What is written.
   *
   * @param accuracies one for each head, in the order asked for
   */
  record Result(List<TestAccuracy> accuracies) {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new HeadsCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    GraftConfig config = ConfigLoader.load(Optional.empty(), List.of(), Map.of());
    List<TestAccuracy> accuracies =
        SparkSessions.with(
            "bench",
            session -> heads.stream().map(head -> measure(session, config, head)).toList());
    Files.writeString(result, Json.write(new Result(accuracies)));
    return 0;
  }

  private TestAccuracy measure(SparkSession session, GraftConfig config, String columns) {
    FeatureSet set = FeatureSet.open(session, features.toString(), Completeness.COMPLETE);
    LabelIndex labels = set.requireClasses();
    List<String> names = List.of(columns.split(","));
    Head head =
        new HeadTrainer(config.head(), config.seed())
            .train(rows(set, Split.TRAIN), rows(set, Split.VALIDATION), names, labels)
            .head();
    HeadImages test = HeadImages.load(rows(set, Split.TEST), names, labels);
    return test(head, test.images().of(test.joined(columns)));
  }

  private static Dataset<Row> rows(FeatureSet set, Split split) {
    return set.features().filter(col("split").equalTo(split.text()));
  }

  private static TestAccuracy test(Head head, LabelledFeatures images) {
    int correct = 0;
    for (int i = 0; i < images.size(); i++) {
      if (likeliest(head.probabilities(images.features()[i])) == images.labels()[i]) {
        correct++;
      }
    }
    return new TestAccuracy(correct, images.size());
  }

  private static int likeliest(double[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
