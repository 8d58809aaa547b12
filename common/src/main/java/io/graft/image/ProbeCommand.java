package io.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The command line of the child JVM that images are tried in. */
record ProbeCommand(String classPath, long maxPixels) {

  private static final String JAVACPP = "org.bytedeco.javacpp.";

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          // The report of a crash goes to the pipe instead of into the working directory.
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ErrorFileToStdout",
          "-Djava.awt.headless=true",
          // None: the child is to be ended by bad images alone.
          "-D" + JAVACPP + "maxbytes=0",
          "-D" + JAVACPP + "maxphysicalbytes=0");

  List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Properties properties = System.getProperties();
    for (String name : properties.stringPropertyNames()) {
      // Such as the folder of its cache of native libraries.
      if (name.startsWith(JAVACPP)) {
        words.add("-D" + name + "=" + properties.getProperty(name));
      }
    }
    words.addAll(OPTIONS);
    words.addAll(List.of("-cp", classPath, DecoderProbeChild.class.getName()));
    words.add(Long.toString(maxPixels));
    return words;
  }
}
