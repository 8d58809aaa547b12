package io.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.plan.PlannedCut;
import io.graft.plan.PlansForTests;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class PlanPageTest {

  private static final String PAGE =
      PlanPage.render(PlansForTests.plan("pictures", "conv_3", "dense_2", List.of()));

  @Test
  void summaryTellsTheCaseTheCutAndWhatIsDone() {
    assertThat(PAGE)
        .contains("<title>Plan for pictures</title>")
        .contains("Case 2: small data, different from the base model&#39;s</p>")
        .contains(
            "<p>Cut at conv_3 (average-maximum); cut earlier in the network, extract the features once, train a new head on them.</p>");
  }

  @Test
  void reasonsStandInTheirOrder() {
    assertThat(PAGE)
        .containsSubsequence(
            "<h2>Why</h2>",
            "size-small",
            "50 images are fewer than 100",
            "curve-early",
            "distance-near",
            "classifier-sure",
            "cut-pooled");
  }

  @Test
  void chosenCutIsMarked() {
    assertThat(PAGE)
        .containsSubsequence(
            "<h2>Cuts</h2>", "conv_3", "dense_2", "conv_3 (average-maximum) (chosen)", "0.800")
        .containsOnlyOnce("(chosen)")
        .doesNotContain("<g class=\"chosen\">");
  }

  @Test
  void chosenLayerIsMarkedInTheCurve() {
    List<PlannedCut> asked = List.of(PlansForTests.cut("dense_2"));
    assertThat(PlanPage.render(PlansForTests.plan("pictures", "conv_3", "dense_2", asked)))
        .containsSubsequence(
            "<h2>Layer curve</h2>",
            "<g class=\"chosen\">",
            "dense_2 (chosen)",
            "<h2>Cuts</h2>",
            "dense_2 (chosen)")
        .containsOnlyOnce("<g class=\"chosen\">")
        .doesNotContain("(average-maximum) (chosen)");
  }

  @Test
  void imagesAreCounted() {
    assertThat(PAGE)
        .contains(
            "53 listed, 1 quarantined, 1 duplicates, 1 near-duplicates (estimated from a sample).")
        .containsSubsequence("<h2>Images</h2>", "ant", "25", "bee", "25");
  }

  @Test
  void textIsEscapedEverywhere() throws Exception {
    String nasty = "<b>&\"'\u0000猫";
    String page = PlanPage.render(PlansForTests.plan(nasty, nasty, nasty + "2", List.of()));
    assertThat(page)
        .doesNotContain("<b>", "\u0000")
        .contains("Plan for &lt;b&gt;&amp;&quot;&#39;\uFFFD猫");
    parse(page);
  }

  @Test
  void tagsAreBalanced() throws Exception {
    parse(PAGE);
  }

  @Test
  void pageNeedsNoOtherFileAndNoScript() {
    assertThat(PAGE.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("<script", "src=", "href=", "url(", "http:", "https:");
  }

  private static void parse(String page) throws Exception {
    String body = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }
}
