package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.ConfigLoader;
import io.graft.config.FineTuneConfig;
import io.graft.config.GraftConfig;
import io.graft.dataset.ContentHash;
import io.graft.training.EncodedImageInput;
import io.graft.training.NetworkState;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

@ExtendWith(SparkExtension.class)
class FrozenOutputsTest {

  private static final int COUNT = 29;
  private static final int WORKERS = 2;
  private static final int EPOCHS = 3;
  private static final long SEED = 42;
  private static final String AS_THEY_ARE =
      "augmentation { flip-horizontal = 0, crop-min-area = 1 }";
  private static final String VIEWS = "augmented-views = 2";

  @TempDir private Path folder;
  private final SparkSession session = SparkExtension.session();
  private TrainingImages images;

  @BeforeEach
  void pack() throws IOException {
    images =
        new ColouredImages(Files.createDirectory(folder.resolve("images")), COUNT)
            .write(session, folder.resolve("training"));
  }

  @ParameterizedTest
  @ValueSource(strings = {AS_THEY_ARE, VIEWS})
  void epochsOnThemComeToTheSameAsOnImages(String settings) {
    TrainingFeed whole = feed(settings + ", cache = none");
    TrainingFeed tail = feed(settings);
    assertThat(whole.examples()).isSameAs(images);
    assertThat(tail.examples()).isInstanceOf(FrozenOutputs.class);
    Map<String, INDArray> start = whole.network().grafted().paramTable();
    Map<String, INDArray> expected = trained(whole).paramTable();
    Map<String, INDArray> found = trained(tail).paramTable();
    assertThat(found).hasSameSizeAs(expected);
    expected.forEach(
        (name, values) ->
            assertThat(floats(found.get(name)))
                .as(name)
                .containsExactly(floats(values), within(5e-6f)));
    for (String name : List.of("conv_W", "conv_b")) {
      assertThat(floats(found.get(name))).isEqualTo(floats(start.get(name)));
    }
    assertThat(floats(found.get("dense_W"))).isNotEqualTo(floats(start.get("dense_W")));
  }

  @Test
  void aViewThatIsFinishedIsTakenAsItIs() throws IOException {
    feed(VIEWS);
    Map<Path, FileTime> before = files();
    assertThat(before.keySet()).anyMatch(file -> file.toString().contains("view-00001"));
    feed(VIEWS);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aViewThatIsHalfWrittenOrOfOtherSettingsIsWrittenAnew() throws IOException {
    TrainingFeed feed = feed(VIEWS);
    List<String> whole = rows(feed, 1);
    Path view = folder.resolve("training/frozen-outputs/view-00001");
    Files.delete(view.resolve("_frozen.json"));
    Files.writeString(view.resolve("examples/part-9.parquet"), "half a file");
    assertThat(rows(feed(VIEWS), 1)).isEqualTo(whole);
    TrainingFeed other = feed(VIEWS + ", augmentation.flip-vertical = 1");
    assertThat(rows(other, 1)).hasSize(COUNT).isNotEqualTo(whole);
  }

  @Test
  void epochsTakeTheViewsInTurn() {
    TrainingFeed feed = feed(VIEWS);
    assertThat(rows(feed, 0)).hasSize(COUNT).isNotEqualTo(rows(feed, 1)).isEqualTo(rows(feed, 2));
  }

  @Test
  void tellsWhyFrozenLayersRunInEveryEpoch() {
    String asByDefault = "epochs = 2";
    assertThat(feed(asByDefault).examples()).isSameAs(images);
    assertThat(feed(asByDefault).note(settings(asByDefault)))
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .contains("each varies the images anew", "fine-tune.augmented-views"));
    assertThat(feed("cache = none").note(settings("cache = none"))).isEmpty();
    assertThat(feed(VIEWS).note(settings(VIEWS))).isEmpty();
  }

  @Test
  void anImageThatCanNotBeReadIsNamed() throws IOException {
    EncodedImageInput tooSmall =
        new EncodedImageInput(
            SmallNetwork.PREPROCESSING, settings(AS_THEY_ARE).augmentation(), 1, 1);
    GraftConfig config = config(AS_THEY_ARE);
    TrainableNetwork network = network(settings(AS_THEY_ARE));
    assertThatThrownBy(
            () ->
                TrainingFeed.of(
                    network, images, tooSmall, settings(AS_THEY_ARE), config.engine(), SEED))
        .hasStackTraceContaining("was extracted, but can't be loaded: ");
  }

  private TrainingFeed feed(String own) {
    FineTuneConfig settings = settings(own);
    EncodedImageInput input =
        new EncodedImageInput(
            SmallNetwork.PREPROCESSING, settings.augmentation(), settings.views(), 1 << 20);
    return TrainingFeed.of(network(settings), images, input, settings, config(own).engine(), SEED);
  }

  private static TrainableNetwork network(FineTuneConfig settings) {
    String json = new SmallNetwork(new Sgd(1)).spec(COUNT, 1, 1, 1).network();
    ComputationGraph network = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    network.init();
    return TrainableNetwork.of(network, settings, 4, new double[] {1, 1, 1});
  }

  private static ComputationGraph trained(TrainingFeed feed) {
    TrainingSpec spec =
        new TrainingSpec(feed.network().json(), feed.input(), 3, 0, COUNT, WORKERS, 4, 2, SEED);
    NetworkState state = Epochs.train(feed.examples(), spec, feed.network().start(), EPOCHS);
    return feed.network().trained(state);
  }

  private static FineTuneConfig settings(String own) {
    return config(own).fineTune().forImages(COUNT);
  }

  private static GraftConfig config(String own) {
    var text =
        new ConfigLoader.ConfigText(
            "test.conf",
            "fine-tune { freeze-until = conv, optimizer.learning-rate = 0.1, %s }".formatted(own));
    return ConfigLoader.load(Optional.of(text), List.of(), Map.of());
  }

  private static List<String> rows(TrainingFeed feed, int epoch) {
    return feed.examples().rows(epoch).collect().stream()
        .map(
            row ->
                "%05d %d %s"
                    .formatted(row.index(), row.classIndex(), ContentHash.of(row.content())))
        .sorted()
        .toList();
  }

  private Map<Path, FileTime> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("training/frozen-outputs"))) {
      Map<Path, FileTime> times = new HashMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
      return times;
    }
  }

  private static float[] floats(INDArray values) {
    return values.dup('c').data().asFloat();
  }
}
