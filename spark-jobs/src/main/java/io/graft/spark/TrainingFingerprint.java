package io.graft.spark;

import io.graft.GraftVersion;
import io.graft.config.FineTuneConfig;
import io.graft.config.GraftConfig;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that the result of a training depends on, by names that people read. */
final class TrainingFingerprint {

  static final String WORKERS = "number of workers";

  private TrainingFingerprint() {}

  static Map<String, String> of(
      BaseModel model,
      Cut cut,
      FeatureSetInfo features,
      GraftConfig config,
      FineTuneConfig settings,
      int workers) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("base model", model.sha256());
    facts.put("cut", cut.layer() + ", " + cut.pooling().text());
    facts.put("preprocessing", Json.tree(Json.write(model.preprocessing().toMap())).toString());
    facts.put("place of its images", features.images());
    facts.put("data set", features.dataSetHash());
    facts.put(WORKERS, String.valueOf(workers));
    facts.put("batch size", String.valueOf(settings.batchSize()));
    facts.put("averaging frequency", String.valueOf(settings.averagingFrequency()));
    facts.put("number of epochs", String.valueOf(settings.epochs()));
    facts.put("patience", String.valueOf(settings.patience()));
    facts.put("optimizer", settings.optimizer().toString());
    facts.put("augmentation", settings.augmentation().toString());
    facts.put("label smoothing", String.valueOf(settings.labelSmoothing()));
    facts.put("way of weighing classes", settings.classWeights().text());
    facts.put("head start", settings.headStart().toString());
    facts.put("freeze-until", settings.freezeUntil().orElse("none"));
    facts.put("way of running frozen layers", frozenLayers(config, settings));
    facts.put("number of augmented views", views(settings));
    facts.put("list of block rates", settings.blockRates().toString());
    facts.put("seed", String.valueOf(config.seed()));
    facts.put("version of Graft", GraftVersion.VERSION);
    return facts;
  }

  /** What is trained without them has other parameters, and the engines round otherwise. */
  private static String frozenLayers(GraftConfig config, FineTuneConfig settings) {
    return settings.runsFrozenLayersOnce()
        ? "once, by %s in batches of %d"
            .formatted(config.engine().engine(), config.engine().batchSize())
        : "in every epoch";
  }

  private static String views(FineTuneConfig settings) {
    return settings.views() == Integer.MAX_VALUE
        ? "one in each epoch"
        : String.valueOf(settings.views());
  }
}
