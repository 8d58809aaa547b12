package io.graft.jobs;

/** What a command's exit code means; scripts and schedulers rely on the numbers. */
enum ExitCode {
  DONE(0),
  /** Shown with its stack trace. */
  BUG(1),
  USAGE(2),
  /** The user's data, model or environment, said in one or two lines. */
  USER(3),
  /** Training diverged, or a quality gate was missed. */
  DIVERGED(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
