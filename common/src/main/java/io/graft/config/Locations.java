package io.graft.config;

import io.graft.error.UserException;
import java.util.Optional;

/** Where a run reads and writes; each place is asked for by the command that needs it. */
public record Locations(
    Optional<String> imagesUri,
    Optional<String> baseModelUri,
    Optional<String> featuresUri,
    Optional<String> bundleUri,
    Optional<String> outUri,
    OutputMode outputMode) {

  static Locations read(SettingsReader settings) {
    return new Locations(
        settings.text("images"),
        settings.text("base-model"),
        settings.text("features"),
        settings.text("bundle"),
        settings.text("out"),
        settings.flag("overwrite") ? OutputMode.OVERWRITE : OutputMode.CREATE);
  }

  public String images() {
    return required(imagesUri, "images");
  }

  public String baseModel() {
    return required(baseModelUri, "base-model");
  }

  public String features() {
    return required(featuresUri, "features");
  }

  public String bundle() {
    return required(bundleUri, "bundle");
  }

  public String out() {
    return required(outUri, "out");
  }

  private static String required(Optional<String> uri, String key) {
    return uri.filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new UserException(
                    "This command needs --%s URI (or %s = URI in the configuration file)."
                        .formatted(key, key)));
  }
}
