package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A measured process failed; the message has the end of its output. */
final class ChildFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private static final int LAST_LINES = 10;

  private ChildFailedException(String message) {
    super(message);
  }

  static ChildFailedException of(Path log, String how) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String end =
        String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    return new ChildFailedException("%s %s:\n  %s".formatted(log.getFileName(), how, end));
  }
}
