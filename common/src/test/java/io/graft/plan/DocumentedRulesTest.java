package io.graft.plan;

import static io.graft.plan.Corners.FAST;
import static io.graft.plan.Corners.SLOW;
import static io.graft.plan.Corners.decide;
import static io.graft.plan.Corners.evidence;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.score;
import static io.graft.plan.PlansForTests.spread;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.plan.Corners.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that can speak, and those that docs/plan.md lists. */
class DocumentedRulesTest {

  /** Images, and images a second. */
  private static final double[][] SIZES = {{50, FAST}, {500, FAST}, {500, SLOW}, {5000, FAST}};

  /** Relative distance, confidence on the images and on the source's. */
  private static final Double[][] LOOKS = {
    {null, null, null}, {0.1, 0.5, null}, {9.0, 0.9, 0.9}, {Double.NaN, 0.1, 0.9}
  };

  /** All that the rules can say, against docs/plan.md. */
  @Test
  void everyRuleIsDocumentedAndNoOther() throws Exception {
    Set<String> documented = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `((?:size|curve|distance|classifier|late|case|cut)-[a-z-]+)` \\|")
            .matcher(Files.readString(Path.of("../docs/plan.md")));
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(documented).isEqualTo(everyRule());
  }

  private static Set<String> everyRule() {
    Set<String> spoken = new TreeSet<>();
    for (Evidence evidence : evidences()) {
      for (Wishes wishes : wishes()) {
        decide(evidence, wishes).findings().forEach(finding -> spoken.add(finding.rule()));
      }
    }
    return spoken;
  }

  private static List<Evidence> evidences() {
    List<Evidence> evidences = new ArrayList<>();
    for (LayerCurve layers : curves()) {
      for (double[] size : SIZES) {
        for (Double[] look : LOOKS) {
          evidences.add(evidence((long) size[0], size[1], layers, look[0], look[1], look[2]));
        }
      }
    }
    return evidences;
  }

  private static List<LayerCurve> curves() {
    CutScore pooled = score(List.of(new PlannedCut("early", "average-maximum")), spread(0.95));
    CutScore joined = score(List.of(cut("early"), cut("last")), spread(0.95));
    return Stream.of(Shape.values())
        .flatMap(shape -> Stream.of(shape.curve(), shape.curve(pooled), shape.curve(joined)))
        .toList();
  }

  private static List<Wishes> wishes() {
    return List.of(
        Wishes.NONE,
        new Wishes(Optional.of(TransferCase.SMALL_DIFFERENT), List.of()),
        new Wishes(Optional.empty(), List.of(cut("early"))));
  }
}
