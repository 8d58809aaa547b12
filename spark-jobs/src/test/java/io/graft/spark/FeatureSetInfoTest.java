package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import io.graft.spark.FeatureSetInfo.Column;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSetInfoTest {

  private static final Path FOLDER = new Path("file:/features");

  @ParameterizedTest
  @CsvSource({
    "weights, other, dense2, 224, full, onnxruntime, 1",
    "cuts, hash, conv3, 224, full, onnxruntime, 1",
    "preprocessing, hash, dense2, 96, full, onnxruntime, 1",
    "decode settings, hash, dense2, 224, scaled, onnxruntime, 1",
    "engines, hash, dense2, 224, full, dl4j, 1",
    "Graft versions, hash, dense2, 224, full, onnxruntime, 2"
  })
  void featuresThatDifferInOneThingAreRefused(
      String what, String sha, String cut, int width, String decode, String engine, String graft) {
    Fingerprint asked = fingerprint("model", sha, cut, width, decode, engine, graft);
    assertThatThrownBy(() -> made().requireSame(asked, FOLDER))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("file:/features holds features of other " + what + " (");
  }

  @Test
  void theSameWeightsByAnotherNameAreTheSame() {
    Fingerprint asked = fingerprint("renamed", "hash", "dense2", 224, "full", "onnxruntime", "1");
    assertThatCode(() -> made().requireSame(asked, FOLDER)).doesNotThrowAnyException();
  }

  private static Fingerprint made() {
    return fingerprint("model", "hash", "dense2", 224, "full", "onnxruntime", "1");
  }

  private static Fingerprint fingerprint(
      String name, String sha, String cut, int width, String decode, String engine, String graft) {
    return new Fingerprint(
        name,
        sha,
        List.of(new Column("features", cut, "average")),
        Map.of("width", width),
        decode,
        engine,
        graft);
  }
}
