package io.graft.plan;

import io.graft.error.UserException;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a base model's features look like on the images it was trained on: the measure that new
 * images are held against.
 *
 * @param layer the cut
 * @param pooling how the cut's map became features, as in the configuration
 * @param baseModelSha256 hash of the base model's file
 * @param spread root of the mean squared distance of an image's features to its class's mean, in
 *     the features' units
 * @param classes those with images, at least two
 * @param classifierConfidence of the base model's own classifier on source images: one, or none
 *     where it was not measured (see {@link #confidence})
 */
public record SourceStatistics(
    String layer,
    String pooling,
    String baseModelSha256,
    double spread,
    List<SourceClass> classes,
    List<ClassifierConfidence> classifierConfidence) {

  public SourceStatistics {
    classes = List.copyOf(classes);
    classifierConfidence = List.copyOf(classifierConfidence);
  }

  /** Figures of the base model's own classifier on source images, where they were measured. */
  public Optional<ClassifierConfidence> confidence() {
    return classifierConfidence.stream().findFirst();
  }

  /** Number of features. */
  public int width() {
    return classes.get(0).first().mean().length;
  }

  /** All images, of all classes. */
  public long images() {
    return classes.stream().mapToLong(SourceClass::count).sum();
  }

  /**
   * Reads the statistics' file.
   *
   * @throws UserException where it is damaged, or its classes don't fit each other
   * @throws IOException where it can't be read
   */
  public static SourceStatistics read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * Reads statistics from the text of their file.
   *
   * @param origin where the text came from, for the message
   * @throws UserException where it is damaged, or its classes don't fit each other
   */
  public static SourceStatistics parse(String origin, String text) {
    SourceStatistics statistics = Json.read(origin, text, SourceStatistics.class);
    if (statistics.classes().size() < 2) {
      throw damaged(origin, "it has fewer than two classes");
    }
    int width = statistics.width();
    for (SourceClass source : statistics.classes()) {
      if (source.first().mean().length != width || source.second().mean().length != width) {
        throw damaged(origin, "class '" + source.label() + "' has not " + width + " features");
      }
      if (source.count() < 1) {
        throw damaged(origin, "class '" + source.label() + "' has no images");
      }
    }
    return statistics;
  }

  private static UserException damaged(String origin, String reason) {
    return new UserException(
        "%s is damaged: %s. Write it again with the command that made it."
            .formatted(origin, reason));
  }

  /** The file's text. */
  public String json() {
    return Json.write(this);
  }
}
