package io.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.dataset.LabelIndex;
import io.graft.evaluation.Evaluation;
import io.graft.evaluation.EvaluationSums;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  @Test
  void summaryTellsTheMetricsAgainstTheBaseline() {
    String page = HtmlReport.render(report(pets(8, 1), Map.of()));
    assertThat(page)
        .contains("Accuracy 88.9 % (95 % interval 67.2 % to 96.9 %)")
        .contains("Better than the majority baseline")
        .contains("always naming the most frequent class scores 50.0 %")
        .contains("Macro F1 0.889. Calibration error 0.139.</p>")
        .contains("18 images evaluated, 3 quarantined.");
  }

  @Test
  void accuracyThatMayBeChanceIsNotCalledBetter() {
    assertThat(HtmlReport.render(report(pets(5, 4), Map.of())))
        .contains("Not shown to be better than the majority baseline");
    assertThat(HtmlReport.render(report(pets(0, 9), Map.of())))
        .contains("Worse than the majority baseline");
  }

  @Test
  void factsStagesAndReasonsKeepTheirOrder() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    reasons.put("not an image", 1234L);
    reasons.put("empty", 2L);
    String page = HtmlReport.render(report(pets(8, 1), reasons));
    assertThat(page).containsSubsequence("What was run", "zeta", "the cut", "alpha", "the seed");
    assertThat(page).containsSubsequence("Quarantine", "not an image", "1\u202F234", "empty", "2");
    assertThat(page)
        .containsSubsequence(
            "Time", "train", "12.5 s", "evaluate", "0.3 s", "All stages", "12.8 s");
  }

  @Test
  void noQuarantineIsSaid() {
    assertThat(HtmlReport.render(report(pets(8, 1), Map.of()))).contains("No file was quarantined");
  }

  @Test
  void matrixHasRowsOfActualClassesShadedByShare() {
    String page = HtmlReport.render(report(pets(8, 1), Map.of()));
    assertThat(page)
        .contains("class=\"right\" style=\"--share:0.89\" title=\"cat → cat: 88.9 %\">8</td>")
        .contains("class=\"wrong\" style=\"--share:0.11\" title=\"cat → dog: 11.1 %\">1</td>");
  }

  @Test
  void pageNeedsNoOtherFileAndNoScript() {
    String page = HtmlReport.render(report(pets(8, 1), Map.of()));
    assertThat(page).doesNotContain("<script", "src=", "href=", "url(", "http:", "https:");
  }

  @Test
  void textIsEscapedEverywhere() {
    String nasty = "<b>&\"'\u0000\u001F\uD800";
    LabelIndex labels = LabelIndex.inOrder(List.of(nasty, "größe 猫 \uD83D\uDC31"));
    EvaluationSums sums = new EvaluationSums(2);
    sums.add(0, new float[] {0.25f, 0.75f});
    ReportModel model =
        new ReportModel(
            nasty,
            Map.of(nasty, nasty),
            sums.toEvaluation(labels, 0),
            Map.of(nasty, 1L),
            Map.of(nasty, 1.0));
    String page = HtmlReport.render(model);
    assertThat(page)
        .doesNotContain("<b>", "\u0000", "\u001F")
        .contains("&lt;b&gt;&amp;&quot;&#39;\uFFFD\uFFFD\uFFFD")
        .contains("größe 猫 \uD83D\uDC31");
    assertThat(new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(page);
  }

  @Test
  void tagsAreBalanced() throws Exception {
    for (Evaluation evaluation : List.of(pets(8, 1), many(31))) {
      String page = HtmlReport.render(report(evaluation, Map.of("empty", 2L)));
      String body = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void manyClassesShowTheMostConfusedPairsInstead() {
    String page = HtmlReport.render(report(many(1000), Map.of()));
    assertThat(page)
        .doesNotContain("class=\"matrix\"")
        .contains("Most confused classes", "The 30 pairs with most images", "Top-5 accuracy 98.0 %")
        .containsSubsequence(pair("class-39", "class-40", 40), pair("class-10", "class-11", 11))
        .doesNotContain("<bdi>class-9</bdi></th><td><bdi>class-10</bdi>");
    assertThat(page.length()).isLessThan(400_000);
    assertThat(HtmlReport.render(report(many(30), Map.of()))).contains("class=\"matrix\"");
    assertThat(HtmlReport.render(report(many(31), Map.of()))).doesNotContain("class=\"matrix\"");
  }

  private static String pair(String actual, String predicted, int images) {
    return "<bdi>%s</bdi></th><td><bdi>%s</bdi></td><td class=\"number\"><bdi>%d</bdi>"
        .formatted(actual, predicted, images);
  }

  private static ReportModel report(Evaluation evaluation, Map<String, Long> reasons) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("zeta", "the cut");
    facts.put("alpha", "the seed");
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("train", 12.5);
    seconds.put("evaluate", 0.3);
    return new ReportModel("Pets", facts, evaluation, reasons, seconds);
  }

  /** Nine cats and nine dogs, so many of each right and wrong with confidence 0.75. */
  private static Evaluation pets(int right, int wrong) {
    EvaluationSums sums = new EvaluationSums(2);
    for (int actual = 0; actual < 2; actual++) {
      float[] correct = actual == 0 ? new float[] {0.75f, 0.25f} : new float[] {0.25f, 0.75f};
      float[] other = {correct[1], correct[0]};
      for (int image = 0; image < right; image++) {
        sums.add(actual, correct);
      }
      for (int image = 0; image < wrong; image++) {
        sums.add(actual, other);
      }
    }
    return sums.toEvaluation(LabelIndex.of(List.of("cat", "dog")), 3);
  }

  /** Class n of the first forty is taken n + 1 times for class n + 1; the last ones are right. */
  private static Evaluation many(int classes) {
    EvaluationSums sums = new EvaluationSums(classes);
    for (int actual = 0; actual < classes; actual++) {
      float[] output = new float[classes];
      output[actual < Math.min(40, classes - 1) ? actual + 1 : actual] = 1;
      for (int image = 0; image <= Math.min(actual, 40); image++) {
        sums.add(actual, output);
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(n -> "class-" + n).toList();
    return sums.toEvaluation(LabelIndex.inOrder(names), 0);
  }
}
