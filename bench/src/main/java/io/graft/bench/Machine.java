package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures come from.
 *
 * @param memoryBytes of the whole machine
 */
record Machine(String processor, int cores, long memoryBytes, String java, String kernel) {

  static Machine ofThis() throws IOException {
    return new Machine(
        ProcFiles.value(Files.readAllLines(Path.of("/proc/cpuinfo")), "model name")
            .orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        ProcFiles.value(Files.readAllLines(Path.of("/proc/meminfo")), "MemTotal")
            .map(ProcFiles::bytes)
            .orElse(0L),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }
}
