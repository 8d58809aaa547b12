package io.graft.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.ConfigLoader.ConfigText;
import io.graft.dataset.SplitFractions;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.error.UserException;
import io.graft.image.DecodeSize;
import io.graft.image.PreprocessingPreset;
import io.graft.json.Json;
import io.graft.model.Pooling;
import io.graft.plan.TransferCase;
import io.graft.training.ClassWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  private static final DenseHeadConfig DENSE =
      new DenseHeadConfig(List.of(256), 0.5, 100, 32, 0.001, 0.0001, 10);

  @ParameterizedTest
  @CsvSource({"engine = dl4j,32", "device = cuda,32", "device = cpu,8", "batch-size = 5,5"})
  void batchesAreLargeWhereTheirImagesAreComputedTogether(String setting, int batchSize) {
    assertThat(load(setting).engine().batchSize()).isEqualTo(batchSize);
  }

  @Test
  void referenceHoldsTheDefaults() {
    GraftConfig config = load("");
    assertThat(config.locations())
        .isEqualTo(
            new Locations(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OutputMode.CREATE));
    assertThat(config.backbone())
        .isEqualTo(
            new BackboneConfig(
                Optional.empty(), List.of(), List.of(Pooling.AVERAGE), Optional.empty()));
    assertThat(config.engine())
        .isEqualTo(
            new EngineConfig(
                Engine.ONNXRUNTIME,
                Device.AUTO,
                8,
                100_000_000L,
                268_435_456L,
                60,
                DecodeSize.FULL));
    assertThat(config.extraction())
        .isEqualTo(new ExtractionConfig(OptionalLong.empty(), Unchanged.BY_TIME, 1));
    assertThat(config.split()).isEqualTo(new SplitFractions(0, 0.2));
    assertThat(config.evaluateSplit()).isEmpty();
    assertThat(config.head())
        .isEqualTo(
            new HeadConfig(
                HeadType.LINEAR,
                List.of(1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001),
                3,
                100,
                ClassWeights.AUTO,
                20_000_000,
                DENSE));
    assertThat(config.pretrain()).isEqualTo(new PretrainConfig(48, 20, 32, 0.001, 0.1));
    assertThat(config.seed()).isEqualTo(42);
  }

  @Test
  void everySettingReachesItsRecord() {
    GraftConfig config =
        load(
            """
            images = "hdfs://host/i", base-model = m.h5, features = f, bundle = b, out = o
            overwrite = true, seed = -7, case = 1, cut = "conv2, conv3"
            plan { layers = "conv1,conv2", small-below = 1000 }
            pooling = [none, average], preprocessing = torch
            engine = dl4j, device = cpu, batch-size = 8, max-pixels = 1000, max-bytes = 2000
            max-seconds = 5, decode = reduced
            wave-images = 500, unchanged = content, max-quarantined = 0.05
            split { validation = 0.1, test = 0.3 }
            evaluate-split = validation
            head { regularization = [0, 0.5], folds = 3, max-iterations = 7 }
            pretrain {
              image-size = 32, epochs = 2, batch-size = 4, learning-rate = 0.01, validation = 0.2
            }
            """);
    assertThat(config.locations())
        .isEqualTo(
            new Locations(
                Optional.of("hdfs://host/i"),
                Optional.of("m.h5"),
                Optional.of("f"),
                Optional.of("b"),
                Optional.of("o"),
                OutputMode.OVERWRITE));
    assertThat(config.backbone())
        .isEqualTo(
            new BackboneConfig(
                Optional.of(TransferCase.SMALL_SIMILAR),
                List.of("conv2", "conv3"),
                List.of(Pooling.NONE, Pooling.AVERAGE),
                Optional.of(PreprocessingPreset.TORCH)));
    assertThat(config.engine())
        .isEqualTo(new EngineConfig(Engine.DL4J, Device.CPU, 8, 1000, 2000, 5, DecodeSize.REDUCED));
    assertThat(config.extraction())
        .isEqualTo(new ExtractionConfig(OptionalLong.of(500), Unchanged.BY_CONTENT, 0.05));
    assertThat(config.split()).isEqualTo(new SplitFractions(0.1, 0.3));
    assertThat(config.evaluateSplit()).contains("validation");
    assertThat(config.head())
        .isEqualTo(
            new HeadConfig(
                HeadType.LINEAR, List.of(0.0, 0.5), 3, 7, ClassWeights.AUTO, 20_000_000, DENSE));
    assertThat(config.pretrain()).isEqualTo(new PretrainConfig(32, 2, 4, 0.01, 0.2));
    assertThat(config.plan().layers()).containsExactly("conv1", "conv2");
    assertThat(config.plan().smallBelow()).isEqualTo(1000);
    assertThat(config.seed()).isEqualTo(-7);
  }

  @Test
  void cutsAndPoolingsMustFit() {
    assertThatThrownBy(() -> load("cut = [a, b], pooling = [none, average, none]"))
        .hasMessageContaining("pooling has 3 values for 2 cuts");
    assertThatThrownBy(() -> load("cut = [a, a]"))
        .hasMessageContaining("names a layer twice: a, a");
  }

  @Test
  void keptJsonHoldsTheSettingsAsTheyCameOut() {
    var json = Json.tree(load("head.folds = 3").json());
    assertThat(json.at("/head/folds").asInt()).isEqualTo(3);
    assertThat(json.at("/split/test").asDouble()).isEqualTo(0.2);
  }

  @Test
  void commandLineWinsOverSetOverFileOverReference() {
    ConfigText file =
        new ConfigText(
            "my.conf", "seed = 1, batch-size = 1, head { folds = 4, max-iterations = 9 }");
    GraftConfig config =
        ConfigLoader.load(
            Optional.of(file),
            List.of("seed=2", "batch-size=2", "head={folds=3}"),
            Map.of("seed", "3"));
    assertThat(config.seed()).isEqualTo(3);
    assertThat(config.engine().batchSize()).isEqualTo(2);
    assertThat(config.head().folds()).isEqualTo(3);
    assertThat(config.head().maxIterations()).isEqualTo(9);
    assertThat(config.engine().engine()).isEqualTo(Engine.ONNXRUNTIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host/x",
        "s3a://b/k",
        "file:///data/x",
        "/data//x",
        "/data/my images",
        "/data/#1",
        "/data/${HOME}",
        "/data/a, b",
        "/data/x{1}",
        "C:\\images",
        "a=b",
        "0123"
      })
  void setTakesPathsAsTheyStand(String uri) {
    assertThat(set("images=" + uri).locations().images()).isEqualTo(uri);
    assertThat(set(" images = " + uri + " ").locations().images()).isEqualTo(uri);
  }

  @Test
  void setTakesListsNumbersQuotedTextsAndNull() {
    assertThat(set("head.regularization=[0.5, 1]").head().regularization())
        .containsExactly(0.5, 1.0);
    assertThat(set("split.test=0.5").split().test()).isEqualTo(0.5);
    assertThat(set("overwrite=true").locations().outputMode()).isEqualTo(OutputMode.OVERWRITE);
    assertThat(set("images=\"a b\"").locations().images()).isEqualTo("a b");
    GraftConfig unset =
        ConfigLoader.load(
            Optional.of(new ConfigText("my.conf", "cut = conv2")), List.of("cut=null"), Map.of());
    assertThat(unset.backbone().cuts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = ';',
      value = {
        "head.folds; --set head.folds: write key=value, for example --set head.folds=3.",
        "=3; --set =3: write key=value",
        "head..folds=3; --set head..folds=3: ",
        "head.regularization=[1; --set head.regularization=[1: "
      })
  void brokenSetIsRefused(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void placesAreAskedForByTheirOption() {
    Locations none = load("images = \" \"").locations();
    assertThatThrownBy(none::images)
        .isInstanceOf(UserException.class)
        .hasMessage("This command needs --images URI (or images = URI in the configuration file).");
    assertThatThrownBy(none::baseModel).hasMessageContaining("needs --base-model URI");
    assertThatThrownBy(none::features).hasMessageContaining("needs --features URI");
    assertThatThrownBy(none::bundle).hasMessageContaining("needs --bundle URI");
    assertThatThrownBy(none::out).hasMessageContaining("needs --out URI");
  }

  static GraftConfig load(String text) {
    return ConfigLoader.load(Optional.of(new ConfigText("my.conf", text)), List.of(), Map.of());
  }

  static GraftConfig set(String assignment) {
    return ConfigLoader.load(Optional.empty(), List.of(assignment), Map.of());
  }
}
