package io.graft.jobs;

import io.graft.config.ConfigLoader;
import io.graft.config.GraftConfig;
import io.graft.spark.SparkExtension;
import io.graft.spark.Storage;
import io.graft.spark.TrainingListener;
import io.graft.training.TrainingHistory.Round;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One fine-tuning on the project's samples that several tests look at, and others like it. */
record SampleFineTuning(List<String> settings, Path out, Graft.Run run) {

  private static SampleFineTuning done;

  /** The fine-tuning, carried out the first time it is asked for. */
  static synchronized SampleFineTuning once(List<String> settings) {
    if (done == null) {
      Path out = Storage.temporaryFolder().resolve("out");
      done = new SampleFineTuning(settings, out, run(out, settings));
    }
    return done;
  }

  /** The same into another folder. */
  Graft.Run runInto(Path target) {
    return run(target, settings);
  }

  static Graft.Run run(Path out, List<String> settings) {
    List<Object> arguments = new ArrayList<>(List.of("fine-tune"));
    for (String assignment : assignments(out, settings)) {
      arguments.add("--set");
      arguments.add(assignment);
    }
    return Graft.run(arguments.toArray());
  }

  /** The same, ended as by a kill when so many rounds are behind it. */
  void runKilledAfter(int rounds, Path target) {
    GraftConfig config =
        ConfigLoader.load(Optional.empty(), assignments(target, settings), Map.of());
    FineTuneJob.run(SparkExtension.session(), config, new Killer(rounds));
  }

  private static List<String> assignments(Path out, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("images=" + Graft.samples("similar"));
    all.add("base-model=" + Graft.baseModel());
    all.add("out=" + out);
    return all;
  }

  /** Ends a training by an exception. */
  private static final class Killer implements TrainingListener {

    private int roundsLeft;

    private Killer(int rounds) {
      this.roundsLeft = rounds;
    }

    @Override
    public void ended(Round round) {
      if (--roundsLeft == 0) {
        throw new IllegalStateException("killed");
      }
    }
  }
}
