package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.spark.Duplicates;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.LeakCheck;
import io.graft.spark.LeakReport;
import io.graft.spark.LeakReport.Pair;
import io.graft.spark.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The leak check with MobileNet 0.25 on real sets as they come. */
@ExtendWith(SparkExtension.class)
class RealLeaksIT {

  private static final String CUT = "global_average_pooling2d_1";
  private static final String COLUMN = "features_" + CUT;

  @TempDir private Path folder;

  @Test
  void scansOfTheSamePatientsStandInTrainAndTest() {
    FeatureSet features = features("brain_mri");
    LeakReport report = new LeakCheck(Graft.ENGINE).of(features, COLUMN);
    report.pairs().forEach(pair -> System.out.println("brain_mri: " + pair));
    assertThat(report.pairs())
        .extracting(pair -> name(pair.uri()) + " " + name(pair.nearUri()))
        .contains("Y8.jpg Y35.jpg", "Y92.png Y20.jpg", "Y49.JPG Y163.JPG", "Y59.JPG Y113.JPG");
    assertThat(report.leaking()).isBetween(5L, 12L);
    Duplicates duplicates = Duplicates.of(features, COLUMN, 1_000, Graft.ENGINE);
    System.out.println("brain_mri: " + duplicates);
    assertThat(duplicates.equalBytes()).isPositive();
    assertThat(duplicates.distinct()).isLessThan(duplicates.images() - duplicates.equalBytes());
  }

  @Test
  void photographsThatAreMerelyAlikeAreNoLeaks() {
    assertThat(new LeakCheck(Graft.ENGINE).of(features("hymenoptera"), COLUMN).pairs())
        .extracting(Pair::uri)
        .isEmpty();
  }

  @Test
  void ofTexturesThatFeaturesTakeForCopiesTheSamePictureIsLeft() {
    FeatureSet features = features("dtd10_textures");
    assertThat(new LeakCheck(Graft.ENGINE).of(features, COLUMN).pairs())
        .extracting(Pair::uri)
        .isEmpty();
    // Of 400 images chequered_0101 and chequered_0174 alone, two pictures of one board.
    Duplicates duplicates = Duplicates.of(features, COLUMN, 1_000, Graft.ENGINE);
    assertThat(duplicates.images() - duplicates.equalBytes() - duplicates.distinct()).isOne();
  }

  private FeatureSet features(String set) {
    Path out = folder.resolve(set);
    Graft.Run run =
        Graft.run(
            "extract-features",
            "--images",
            shared("images/" + set),
            "--base-model",
            shared("weights/mobilenet_v1_0.25_224.h5"),
            "--cut",
            CUT,
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    return FeatureSet.open(SparkExtension.session(), out.toString(), Completeness.COMPLETE);
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private static Path shared(String relative) {
    Path path = Path.of(System.getProperty("graft.shared", "../../shared/data"), relative);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is absent; set -Dgraft.shared");
    return path;
  }
}
