package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What Linux tells in {@code /proc}. */
final class ProcFiles {

  private ProcFiles() {}

  /** The largest resident memory of a process so far; 0 where it has ended. */
  static long peakBytes(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      return value(Files.readAllLines(status), "VmHWM").map(ProcFiles::bytes).orElse(0L);
    } catch (IOException gone) {
      if (Files.exists(status)) {
        throw gone;
      }
      return 0;
    }
  }

  /** The value of the first line {@code KEY: VALUE}. */
  static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.contains(":"))
        .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  /** Reads {@code 1234 kB}. */
  static long bytes(String kibibytes) {
    return Long.parseLong(kibibytes.replaceAll(" kB$", "")) * 1024;
  }
}
