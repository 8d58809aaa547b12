package io.graft.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A process that measures a part alone, whenever {@link PartProcess} tells it to. */
final class PartTurns {

  private PartTurns() {}

  /**
   * Each line of standard input is a turn's seconds, answered on standard output with that turn's
   * images/s. Ends with the input.
   *
   * @param worker of each thread
   */
  static void serve(int threads, IntFunction<Workers.Worker> worker) throws Exception {
    List<Workers.Worker> workers = IntStream.range(0, threads).mapToObj(worker).toList();
    var turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String seconds = turns.readLine(); seconds != null; seconds = turns.readLine()) {
      System.out.println(Workers.rate(workers, Double.parseDouble(seconds)));
    }
  }
}
