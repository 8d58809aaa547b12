package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.spark.OutputFolder;
import io.graft.spark.SparkSessions;
import io.graft.spark.Storage;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Runs what a command does in a Spark session, into its output folder. */
final class Output {

  private Output() {}

  /** The work of a command: it writes into the folder and says what came of it. */
  @FunctionalInterface
  interface Work<T> {
    T run(SparkSession session, GraftConfig config, Path folder);
  }

  /** Runs the work; the folder takes its place when the work is done. */
  static <T> T write(String command, GraftConfig config, Work<T> work) {
    return SparkSessions.with(
        command,
        session ->
            OutputFolder.write(
                Storage.of(session),
                config.locations().out(),
                config.locations().outputMode(),
                folder -> work.run(session, config, folder)));
  }
}
