package io.graft.config;

import com.typesafe.config.Config;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of fine-tuning under each preset that may come to be used: the user's own over the
 * preset's over the plain ones.
 *
 * @param chosen by the user; empty for the one that fits the number of images
 * @param configs by preset
 */
public record FineTunePresets(
    Optional<FineTunePreset> chosen, Map<FineTunePreset, FineTuneConfig> configs) {

  private static final List<FineTunePreset> BY_SIZE =
      List.of(FineTunePreset.SMALL, FineTunePreset.MEDIUM, FineTunePreset.LARGE);

  static FineTunePresets read(SettingsReader settings, Config given, Config reference) {
    Optional<FineTunePreset> chosen =
        settings.parsed("fine-tune.preset", FineTunePreset::parse, Optional.empty());
    Map<FineTunePreset, FineTuneConfig> configs = new EnumMap<>(FineTunePreset.class);
    for (FineTunePreset preset : chosen.map(List::of).orElse(BY_SIZE)) {
      Config values = settings.section("fine-tune.presets." + preset.text()).atPath("fine-tune");
      Config inForce = given.withFallback(values).withFallback(reference);
      configs.put(preset, FineTuneConfig.read(settings.of(inForce)));
    }
    return new FineTunePresets(chosen, configs);
  }

  /** The preset for a training set of this size. */
  public FineTunePreset presetFor(long trainingImages) {
    return chosen.orElseGet(() -> FineTunePreset.forImages(trainingImages));
  }

  /** The settings for a training set of this size. */
  public FineTuneConfig forImages(long trainingImages) {
    return configs.get(presetFor(trainingImages));
  }
}
