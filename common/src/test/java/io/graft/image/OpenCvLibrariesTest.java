package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.presets.opencv_core;
import org.junit.jupiter.api.Test;

class OpenCvLibrariesTest {

  /** JavaCPP searches every jar for each, which takes longer than loading OpenCV. */
  @Test
  void cudaIsNotLookedFor() {
    var preloaded =
        Loader.loadProperties(opencv_core.class, Loader.loadProperties(), true)
            .get("platform.preload");
    assertThat(preloaded).isNotEmpty().noneMatch(library -> library.startsWith("cu"));
  }
}
