package io.graft.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.bench.TrainCell.Averaging;
import io.graft.json.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * What averaging costs, as {@code fine-tune} measures it before it begins: steps of one image, so
 * that workers hardly slow each other down, and an averaging behind each.
 *
 * @param work a folder for what the process writes
 */
record AveragingRun(TrainSettings settings, Path work) {

  private static final int IMAGES_PER_CLASS = 12;
  private static final int SIDE = 32;

  Averaging measure(Network network) throws Exception {
    Path out = work.resolve("averaging");
    Path images = work.resolve("noise");
    Folders.delete(out);
    Folders.delete(images);
    writeNoise(images.resolve("a"), 1);
    writeNoise(images.resolve("b"), 2);
    List<String> arguments =
        List.of(
            "fine-tune",
            "--images=" + images,
            "--base-model=" + BaseModelFiles.built(network, work),
            "--out=" + out,
            "--device=cpu",
            "--epochs=1",
            "--workers=" + settings.cores(),
            "--set=fine-tune.head-start=random",
            "--set=fine-tune.batch-size=1",
            "--set=fine-tune.averaging-frequency=1",
            // Random weights on noise, an image a step: at the usual rate SqueezeNet diverges.
            "--set=fine-tune.optimizer.learning-rate=0.00001");
    List<String> options =
        List.of(
            "-Dorg.bytedeco.javacpp.maxbytes=" + settings.memory(),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + settings.memory());
    List<String> command =
        new JavaCommands(JavaCommands.homeOfSystem(), "3g", settings.cores())
            .graft(options, arguments);
    new ChildProcess(command, work.resolve("averaging.log")).run();
    JsonNode scaling = Json.tree(Files.readString(out.resolve("history.json"))).path("scaling");
    double seconds = scaling.path("averagingSeconds").asDouble();
    Measurer.say("averaging %s: %.2f s".formatted(network.title(), seconds));
    // The parameters, and the momentum of each.
    return new Averaging(2 * Float.BYTES * network.build().numParams(), seconds);
  }

  private static void writeNoise(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(seed);
    for (int i = 0; i < IMAGES_PER_CLASS; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        image.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt());
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
  }
}
