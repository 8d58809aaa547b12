package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.GraftVersion;
import io.graft.config.GraftConfig;
import io.graft.config.OutputMode;
import io.graft.dataset.SplitFractions;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.NetworkShape;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSetInfo.Counts;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Extracts images and writes them as a feature set, wave by wave. What the folder holds already is
 * kept where it still holds: a killed run goes on where it was, and a later one adds what is new.
 */
public record FeatureSetWriter(
    SparkSession session, BaseModel model, List<Cut> cuts, GraftConfig config) {

  /**
   * A folder opened for this extraction.
   *
   * @throws UserException when it holds features of another fingerprint, or other things
   */
  public FeatureSetStore open(Path folder) {
    FeatureSetStore store = new FeatureSetStore(session, folder, columnNames());
    store.open(fingerprint(), config.locations().outputMode());
    return store;
  }

  /** Brings the set up to date with the listing, {@code _graft.json} last. */
  public FeatureSetInfo write(ImageListing listing, Stages stages, FeatureSetStore store) {
    if (config.locations().outputMode() == OutputMode.OVERWRITE) {
      store.removeEarlier();
    }
    FeatureSetInfo info = begun(listing);
    store.earlierInfo().ifPresent(earlier -> requireSameSplits(earlier, info));
    Dataset<Row> suspects = stages.time("compare", () -> suspects(store));
    store.writeInfo(info);
    Increment increment = extractMissing(listing, suspects, stages, store);
    long wrong = mend(listing, suspects, stages, store);
    FeatureSetInfo completed =
        stages.time("account", () -> account(info, listing, increment, wrong, store, stages));
    store.writeInfo(completed);
    store.deleteWork();
    return completed;
  }

  /** Extracts the listed images that have no row that stands, and drops rows that don't. */
  private Increment extractMissing(
      ImageListing listing, Dataset<Row> suspects, Stages stages, FeatureSetStore store) {
    Increment increment = stages.time("compare", () -> compare(listing, store));
    ImageListing todo = stages.time("split", () -> split(increment, store));
    if (todo.count() > 0) {
      LabelRule rule = listing.isLabelled() ? LabelRule.REQUIRED : LabelRule.OPTIONAL;
      extract(todo, rule, suspects, stages, store);
    }
    return increment;
  }

  /**
   * Looks again at files without a row, or with several, and tells how many are left. With a lost
   * executor goes the outcome of a wave; computed anew between its features and its quarantine, it
   * differs where a file has changed meanwhile, or was too slow only once.
   */
  private long mend(
      ImageListing listing, Dataset<Row> suspects, Stages stages, FeatureSetStore store) {
    long wrong = stages.time("account", () -> store.unaccounted(listing));
    if (wrong == 0) {
      return 0;
    }
    store.requireOwner();
    System.err.printf(
        "extract: %,d files have no row, or several: they are looked at again%n", wrong);
    extractMissing(listing, suspects, stages, store);
    return stages.time("account", () -> store.unaccounted(listing));
  }

  private FeatureSetInfo begun(ImageListing listing) {
    return new FeatureSetInfo(
        false,
        fingerprint(),
        listing.isLabelled() ? listing.labels().names() : List.of(),
        listing.uri(),
        config.seed(),
        listing.isLabelled() && !listing.isSplit() ? shares(config.split()) : Map.of(),
        "",
        Counts.NONE,
        Map.of());
  }

  private static Map<String, Double> shares(SplitFractions split) {
    return Map.of("validation", split.validation(), "test", split.test());
  }

  private static void requireSameSplits(FeatureSetInfo earlier, FeatureSetInfo now) {
    boolean same =
        earlier.split().isEmpty()
            || now.split().isEmpty()
            || earlier.split().equals(now.split()) && earlier.seed() == now.seed();
    if (!same) {
      throw new UserException(
          "The images of the feature set were split with seed %d into %s; asked for are seed %d and %s. Use the same, or extract them anew with --overwrite."
              .formatted(earlier.seed(), earlier.split(), now.seed(), now.split()));
    }
  }

  /** Takes over from earlier runs that died, and keeps what they had in hand then. */
  private Dataset<Row> suspects(FeatureSetStore store) {
    Dataset<Row> done = store.stored().select("uri");
    Dataset<Row> suspects = done.limit(0);
    List<Path> earlier = store.earlierWork();
    if (earlier.isEmpty()) {
      return suspects;
    }
    for (Path work : earlier) {
      if (Storage.of(session).exists(new Path(work, "waves/_SUCCESS"))) {
        suspects = suspects.union(Waves.inHand(session, work, done).select("uri"));
      }
    }
    Path kept = new Path(store.work(), "suspects");
    suspects.write().parquet(kept.toString());
    store.deleteEarlierWork();
    return session.read().schema(done.schema()).parquet(kept.toString());
  }

  private Increment compare(ImageListing listing, FeatureSetStore store) {
    if (store.isEmpty()) {
      return Increment.allNew(listing);
    }
    Increment increment =
        Increment.of(
            listing,
            store.stored(),
            config.extraction().unchanged(),
            config.engine().maxBytes(),
            store.work());
    if (increment.stale().features() > 0) {
      store.keepFeatures(increment.standing().filter(col("reason").isNull()));
    }
    if (increment.stale().quarantine() > 0) {
      store.keepQuarantine(increment.standing().filter(col("reason").isNotNull()));
    }
    return increment;
  }

  private ImageListing split(Increment increment, FeatureSetStore store) {
    Dataset<Row> prior =
        increment
            .standing()
            .filter(col("split").isNotNull().and(col("label").isNotNull()))
            .select(SplitAssignment.KEY.as("key"), col("label"), col("split"), col("group"))
            .distinct();
    return increment.todo().count() == 0
        ? increment.todo()
        : SplitAssignment.assign(
            increment.todo(),
            config.split(),
            config.seed(),
            config.engine().maxBytes(),
            prior,
            store.work());
  }

  private void extract(
      ImageListing todo,
      LabelRule rule,
      Dataset<Row> suspects,
      Stages stages,
      FeatureSetStore store) {
    NetworkSpec network =
        stages.time(
            "export",
            () -> NetworkSpec.of(model.network(), cuts, model.preprocessing(), config.engine()));
    ImageExtractor extractor = new ImageExtractor(session, network, rule);
    extractor.warmUp();
    WaveSize size =
        WaveSize.of(
            todo.count(),
            session.sparkContext().defaultParallelism(),
            config.engine().batchSize(),
            rowBytes(),
            config.extraction().waveImages());
    Waves waves =
        stages.time("plan", () -> Waves.plan(session, todo, suspects, size, store.work()));
    Progress.during(
        "extract",
        todo.count(),
        extractor::done,
        () -> {
          for (Waves.Wave wave : waves.all()) {
            extract(wave, waves, extractor, size, stages, store);
          }
          return null;
        });
  }

  private void extract(
      Waves.Wave wave,
      Waves waves,
      ImageExtractor extractor,
      WaveSize size,
      Stages stages,
      FeatureSetStore store) {
    store.requireOwner();
    try (ImageExtraction extraction =
        stages.time("extract", () -> extractor.extract(waves.inputs(wave), wave.images()))) {
      stages.time(
          "write",
          () -> {
            store.append(extraction, columnNames(), size.files(wave.images()));
            return null;
          });
    }
  }

  /** Counts every listed and every stored file. */
  private FeatureSetInfo account(
      FeatureSetInfo info,
      ImageListing listing,
      Increment increment,
      long wrong,
      FeatureSetStore store,
      Stages stages) {
    store.completeQuarantine();
    Map<String, Long> reasons = ImageExtraction.countByReason(store.quarantine());
    long quarantined = reasons.values().stream().mapToLong(Long::longValue).sum();
    long stored = store.features().count();
    long extracted = stored - increment.unchanged();
    if (wrong > 0 || listing.count() != extracted + quarantined + increment.unchanged()) {
      throw new IllegalStateException(
          "%d files listed, but %d extracted, %d quarantined and %d unchanged; %d files have no row, or several, or are not listed"
              .formatted(listing.count(), extracted, quarantined, increment.unchanged(), wrong));
    }
    return info.completed(
        FeatureSet.dataSetHash(store.features(), stored),
        new Counts(
            listing.count(),
            extracted,
            quarantined,
            increment.unchanged(),
            increment.changed(),
            increment.deleted(),
            reasons),
        stages.seconds());
  }

  private List<String> columnNames() {
    return cuts.stream().map(cut -> FeatureSet.columnName(cut.layer())).toList();
  }

  private long rowBytes() {
    NetworkShape shape = NetworkShape.of(model.network(), model.preprocessing());
    return cuts.stream()
            .mapToLong(cut -> (long) Float.BYTES * shape.width(cut.layer(), cut.pooling()))
            .sum()
        + 200;
  }

  private Fingerprint fingerprint() {
    return new Fingerprint(
        model.name(),
        model.sha256(),
        cuts.stream()
            .map(
                cut ->
                    new FeatureSetInfo.Column(
                        FeatureSet.columnName(cut.layer()), cut.layer(), cut.pooling().text()))
            .toList(),
        model.preprocessing().toMap(),
        config.engine().decodeSize().text(),
        config.engine().engine().text(),
        GraftVersion.VERSION);
  }
}
