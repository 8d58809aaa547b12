package io.graft.spark;

import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.plan.SourceStatistics;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The statistics of a base model's source images, in a file beside it. */
public final class SourceStatisticsFile {

  private static final String SUFFIX = ".source.json";

  private SourceStatisticsFile() {}

  /** Where the statistics of a base model lie. */
  public static Path of(Path baseModel) {
    return baseModel.suffix(SUFFIX);
  }

  /**
   * Reads the statistics; empty where there are none.
   *
   * @throws UserException where they are damaged, or of another base model or cut
   */
  public static Optional<SourceStatistics> read(Storage storage, Path baseModel, BaseModel model) {
    Path file = of(baseModel);
    if (!storage.exists(file)) {
      return Optional.empty();
    }
    SourceStatistics statistics =
        SourceStatistics.parse(file.toString(), storage.readText("The source statistics", file));
    if (!statistics.baseModelSha256().equals(model.sha256())
        || !statistics.layer().equals(model.defaultCut())) {
      throw new UserException(
          "%s was made with another base model or cut (%s) than %s, whose default cut is %s. Make it anew with source-statistics, or remove it."
              .formatted(file, statistics.layer(), model.name(), model.defaultCut()));
    }
    return Optional.of(statistics);
  }
}
