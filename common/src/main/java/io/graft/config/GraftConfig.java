package io.graft.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.graft.dataset.SplitFractions;
import java.util.Optional;

/**
 * All settings of a run.
 *
 * @param json the settings as one JSON object, to be kept with what the run writes
 */
public record GraftConfig(
    Locations locations,
    BackboneConfig backbone,
    EngineConfig engine,
    ExtractionConfig extraction,
    SplitFractions split,
    Optional<String> evaluateSplit,
    HeadConfig head,
    PretrainConfig pretrain,
    PlanConfig plan,
    FineTunePresets fineTune,
    long seed,
    String json) {

  /** Reads what the user has given, over the reference. */
  static GraftConfig from(Config given, Config reference) {
    Config config = given.withFallback(reference);
    SettingsReader settings = new SettingsReader(config);
    Locations locations = Locations.read(settings);
    BackboneConfig backbone = BackboneConfig.read(settings);
    EngineConfig engine = EngineConfig.read(settings);
    ExtractionConfig extraction = ExtractionConfig.read(settings);
    double validation = settings.fraction("split.validation", 0, 1);
    double test = settings.fraction("split.test", 0, 1);
    SplitFractions split =
        settings.built(() -> new SplitFractions(validation, test), new SplitFractions(0, 0));
    HeadConfig head = HeadConfig.read(settings);
    PretrainConfig pretrain = PretrainConfig.read(settings);
    PlanConfig plan = PlanConfig.read(settings);
    FineTunePresets fineTune = FineTunePresets.read(settings, given, reference);
    long seed = settings.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    settings.finish();
    return new GraftConfig(
        locations,
        backbone,
        engine,
        extraction,
        split,
        settings.text("evaluate-split"),
        head,
        pretrain,
        plan,
        fineTune,
        seed,
        config.root().render(ConfigRenderOptions.concise()));
  }

  /** The same with another backbone. */
  public GraftConfig with(BackboneConfig chosen) {
    return new GraftConfig(
        locations,
        chosen,
        engine,
        extraction,
        split,
        evaluateSplit,
        head,
        pretrain,
        plan,
        fineTune,
        seed,
        json);
  }
}
