package io.graft.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.graft.dataset.SplitFractions;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import io.graft.model.Pooling;
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
    SplitFractions split,
    Optional<String> evaluateSplit,
    HeadConfig head,
    PretrainConfig pretrain,
    long seed,
    String json) {

  /** The only case that is carried out so far. */
  private static final String CASE_ONE = "1";

  static GraftConfig from(Config config) {
    SettingsReader settings = new SettingsReader(config);
    Locations locations =
        new Locations(
            settings.text("images"),
            settings.text("base-model"),
            settings.text("features"),
            settings.text("bundle"),
            settings.text("out"),
            settings.flag("overwrite") ? OutputMode.OVERWRITE : OutputMode.CREATE);
    BackboneConfig backbone =
        new BackboneConfig(
            settings.parsed("case", GraftConfig::transferCase, 1),
            settings.text("cut"),
            settings.parsed("pooling", Pooling::parse, Pooling.AVERAGE),
            settings
                .text("preprocessing")
                .map(name -> settings.parsed("preprocessing", PreprocessingPreset::parse, null)));
    EngineConfig engine =
        new EngineConfig(
            settings.parsed("engine", Engine::parse, Engine.ONNXRUNTIME),
            settings.parsed("device", Device::parse, Device.AUTO),
            settings.small("batch-size", 1, 1024),
            settings.whole("max-pixels", 1, Long.MAX_VALUE),
            settings.whole("max-bytes", 1, Integer.MAX_VALUE));
    double validation = settings.fraction("split.validation", 0, 1);
    double test = settings.fraction("split.test", 0, 1);
    HeadConfig head = HeadConfig.read(settings);
    PretrainConfig pretrain = PretrainConfig.read(settings);
    long seed = settings.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    settings.finish();
    return new GraftConfig(
        locations,
        backbone,
        engine,
        new SplitFractions(validation, test),
        settings.text("evaluate-split"),
        head,
        pretrain,
        seed,
        config.root().render(ConfigRenderOptions.concise()));
  }

  private static int transferCase(String text) {
    if (text.equalsIgnoreCase("auto") || text.equals(CASE_ONE)) {
      return 1;
    }
    throw new UserException(
        "case %s is not carried out yet: use auto or 1 (small data, similar to the base model's)."
            .formatted(text));
  }
}
