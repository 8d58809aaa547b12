package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.spark.SparkExtension;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a standalone cluster of processes, with images, base model and output on HDFS. */
@ExtendWith(SparkExtension.class)
@Tag("long")
class ClusterIT {

  @TempDir private static Path folder;
  private static HdfsCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = HdfsCluster.start(folder);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aWorkerIsLostAndAnotherComesInTheMiddleOfAnExtraction() throws Exception {
    Path images = folder.resolve("lost/images");
    GeneratedImages.write(images, 600, 3);
    StoredSet expected = local(images);
    upload(images, "/lost");

    try (GraftProcess process = submit("/lost", "", "--set", "wave-images=50")) {
      assertThat(process.await(() -> files("/lost/out/features") > 4))
          .as(process.errors())
          .isTrue();
      StandaloneCluster.kill(cluster.workers().get(0));
      cluster.addWorker();
      assertThat(info("/lost/out").get("complete").asBoolean()).isFalse();
      process.requireSuccess();
      assertThat(process.errors()).contains("Lost executor");
    }

    assertThat(cluster.workers().get(2).hasRunExecutors()).isTrue();
    StoredSet.read(cluster.uri("/lost/out")).requireSame(expected);
    JsonNode counts = info("/lost/out").get("counts");
    assertThat(counts.get("extracted").asInt()).isEqualTo(expected.features().size());
  }

  @Test
  void imagesThatEndTheirExecutorAreDecodedInJavaOrQuarantined() throws Exception {
    Path images = folder.resolve("crash/images");
    GeneratedImages.write(images, 200, 4);
    String label = GeneratedImages.classes().get(0);
    String jpeg = "/images/%s/crash.jpg".formatted(label);
    String webp = "/images/%s/crash.webp".formatted(label);
    byte[] image = GeneratedImages.image(label, 0, "jpg", new Random(5));
    Files.write(images.resolveSibling(jpeg.substring(1)), CrashingDecoder.crashing(image));
    Files.write(images.resolveSibling(webp.substring(1)), CrashingDecoder.crashing(webp()));
    StoredSet expected = local(images);
    upload(images, "/crash");
    Path shadow = CrashingDecoder.compileInto(folder.resolve("shadow"));

    try (GraftProcess process =
        submit(
            "/crash",
            // On one executor, so that its end takes the lists of its tasks with it too.
            "--conf spark.cores.max=1 --conf spark.executor.extraClassPath="
                + shadow
                + File.pathSeparator
                + jar())) {
      process.requireSuccess();
      assertThat(process.errors()).contains("Lost executor");
    }

    StoredSet found = StoredSet.read(cluster.uri("/crash/out"));
    assertThat(found.size()).isEqualTo(202);
    assertThat(found.features()).containsKey(jpeg);
    assertThat(found.quarantine()).containsEntry(webp, "crashed-decoder");
    expected.features().remove(webp);
    expected.features().put(jpeg, found.features().get(jpeg));
    expected.quarantine().put(webp, "crashed-decoder");
    found.requireSame(expected);
  }

  /** The features of an undisturbed run in this JVM. */
  private static StoredSet local(Path images) throws IOException {
    SampleExtraction local = new SampleExtraction(images, images.resolveSibling("local"));
    local.extract();
    return StoredSet.read(local.out().toString());
  }

  private static void upload(Path images, String to) throws IOException {
    cluster.upload(images, to + "/images");
    cluster.upload(Graft.baseModel().getParent(), to + "/base-model");
  }

  private static GraftProcess submit(String at, String options, String... arguments)
      throws IOException {
    Object[] all = {
      "extract-features",
      "--images",
      cluster.uri(at + "/images"),
      "--base-model",
      cluster.uri(at + "/base-model/base-model.zip"),
      "--out",
      cluster.uri(at + "/out")
    };
    Object[] command = Arrays.copyOf(all, all.length + arguments.length);
    System.arraycopy(arguments, 0, command, all.length, arguments.length);
    return cluster.submit(options, command);
  }

  private static Path jar() throws IOException {
    try (var jars =
        Files.newDirectoryStream(Graft.home().resolve("spark-jobs/target"), "graft-jobs-*.jar")) {
      return jars.iterator().next();
    }
  }

  private static long files(String at) {
    try {
      return cluster.names(at).stream().filter(name -> name.startsWith("part-")).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static JsonNode info(String at) throws IOException {
    return StoredSet.info(cluster.uri(at));
  }

  /** Which Java has no decoder for. */
  private static byte[] webp() {
    try (Mat grey = new Mat(32, 32, opencv_core.CV_8UC3, new Scalar(99));
        BytePointer bytes = new BytePointer()) {
      assertThat(opencv_imgcodecs.imencode(".webp", grey, bytes)).isTrue();
      byte[] webp = new byte[(int) bytes.limit()];
      bytes.get(webp);
      return webp;
    }
  }
}
