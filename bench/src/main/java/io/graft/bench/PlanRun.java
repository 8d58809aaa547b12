package io.graft.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Plans for every network on every image set; what is absent or fails is left out with a printed
 * reason.
 *
 * @param work a folder for models and what the processes write
 */
record PlanRun(PlanSettings settings, SharedFiles shared, Path work) {

  /**
   * Measures all that is there.
   *
   * @param finished takes each cell as it is done
   */
  void run(Consumer<PlanCell> finished) throws Exception {
    for (Network network : settings.networks()) {
      for (String set : settings.sets()) {
        Measurer.say(network.title() + ", " + set);
        try {
          finished.accept(measure(network, set));
        } catch (AbsentException | ChildFailedException without) {
          Measurer.say(
              "skipped %s on %s: %s".formatted(network.title(), set, without.getMessage()));
        }
      }
    }
  }

  private PlanCell measure(Network network, String set) throws Exception {
    Path model = new BaseModelFiles(shared, work).file(network);
    Path images = shared.path("images/" + set);
    shared.path("images/" + set + "/train");
    shared.path("images/" + set + "/test");
    return new PlanMeasurer(settings, work)
        .measure(new PlanMeasurer.Subject(network, model, set, images), timed(images));
  }

  private Path timed(Path images) throws Exception {
    if (settings.images().isEmpty()) {
      return images;
    }
    Path folder = work.resolve("images");
    Folders.delete(folder);
    ImageFiles.of(images).repeat(settings.images().getAsInt(), folder);
    return folder;
  }
}
