package io.graft.report;

import static io.graft.report.LayerCurvePlot.Emphasis.CHOSEN;
import static io.graft.report.LayerCurvePlot.Emphasis.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.graft.report.LayerCurvePlot.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LayerCurveTest {

  private static final List<LayerCurveSection.Row> ROWS =
      List.of(
          new LayerCurveSection.Row("conv_pw_3_relu", 64, 0.66, 0.021, NONE),
          new LayerCurveSection.Row("conv_pw_6_relu", 1128, 0.78, 0.018, NONE),
          new LayerCurveSection.Row("conv_pw_11_relu", 256, 0.86, 0.02, CHOSEN),
          new LayerCurveSection.Row("global_average_pooling2d", 256, 0.995, 0.01, NONE));

  private static List<Point> points() {
    return ROWS.stream().map(LayerCurveSection.Row::point).toList();
  }

  @Test
  void pictureIsOneForThoseWhoCannotSeeItToo() throws Exception {
    Element svg = parse(LayerCurvePlot.svg(points())).getDocumentElement();
    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Accuracy by cut");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(
            "Accuracy of a head on each cut, from the earliest cut to the latest:"
                + " conv_pw_3_relu 66.0 % (63.9 % to 68.1 %);"
                + " conv_pw_6_relu 78.0 % (76.2 % to 79.8 %);"
                + " conv_pw_11_relu 86.0 % (84.0 % to 88.0 %), chosen;"
                + " global_average_pooling2d 99.5 % (98.5 % to 100.0 %).");
  }

  @Test
  void higherAccuracyStandsHigherAndLaterCutsFurtherRight() throws Exception {
    List<Double> heights = numbers(parse(LayerCurvePlot.svg(points())), "circle", "cy");
    List<Double> places = numbers(parse(LayerCurvePlot.svg(points())), "circle", "cx");
    assertThat(heights).hasSize(4).isSortedAccordingTo((left, right) -> right.compareTo(left));
    assertThat(places).isSorted().doesNotHaveDuplicates();
    // Ticks from 60 % to 100 % on 300 pixels: 86 % stands 35 % below the top at 34.
    assertThat(heights.get(2)).isEqualTo(34 + 300 * 0.35);
  }

  @Test
  void chosenCutIsMarked() {
    assertThat(LayerCurvePlot.svg(points()))
        .containsOnlyOnce("<g class=\"chosen\">")
        .contains(">chosen: 86.0 %</text>");
  }

  @Test
  void manyLongNamesKeepClearOfEachOther() throws Exception {
    List<Point> many =
        IntStream.range(0, 80)
            .mapToObj(n -> new Point("a_very_long_layer_name_of_block_" + n, .5, .4, .6, NONE))
            .toList();
    Document document = parse(LayerCurvePlot.svg(many));
    List<Double> places = numbers(document, "circle", "cx");
    assertThat(places.get(1) - places.get(0)).isGreaterThanOrEqualTo(24);
    double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
    assertThat(places.get(79)).isLessThan(width);
    assertThat(LayerCurvePlot.svg(many)).contains(">…long_layer_name_of_block_79</text>");
  }

  @Test
  void perfectAccuracyStaysWithinTheAxes() {
    assertThat(LayerCurvePlot.svg(List.of(new Point("only", 1, 1, 1, CHOSEN))))
        .contains(">100 %</text>")
        .doesNotContain(">101 %</text>", "NaN");
    assertThat(LayerCurvePlot.svg(List.of(new Point("only", 0, 0, 1, CHOSEN))))
        .contains(">0 %</text>", ">100 %</text>");
  }

  @Test
  void textIsEscaped() throws Exception {
    String nasty = "<b>&\"'\u0000猫";
    List<Point> points = List.of(new Point(nasty, 0.5, 0.4, 0.6, NONE));
    String svg = LayerCurvePlot.svg(points);
    assertThat(svg).doesNotContain("<b>", "\u0000").contains("&lt;b&gt;&amp;&quot;&#39;\uFFFD猫");
    parse(svg);
  }

  @Test
  void pictureNeedsNoOtherFileAndNoScript() {
    assertThat(LayerCurvePlot.svg(points()))
        .doesNotContain("<script", "src=", "href=", "url(", "https:")
        .containsOnlyOnce("http:");
  }

  @Test
  void sectionHasThePictureAndItsFigures() throws Exception {
    String html = new LayerCurveSection(ROWS).html();
    parse("<body>" + html + "</body>");
    assertThat(html)
        .containsSubsequence("<h2>Layer curve</h2>", "<svg", "</svg>", "<table>")
        .contains("<bdi>conv_pw_6_relu</bdi>", "<bdi>1\u202F128</bdi>", "<bdi>78.0 % ± 1.8 %</bdi>")
        .contains("<bdi>conv_pw_11_relu (chosen)</bdi>");
  }

  @Test
  void figuresOutOfOrderAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point("pool", 0.5, 0.6, 0.7, NONE))
        .withMessage("layer pool: accuracy 0.5 in 0.6 to 0.7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerCurvePlot.svg(List.of()))
        .withMessage("a curve without points");
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Double> numbers(Document document, String tag, String attribute) {
    NodeList found = document.getElementsByTagName(tag);
    List<Double> numbers = new ArrayList<>();
    for (int index = 0; index < found.getLength(); index++) {
      numbers.add(Double.valueOf(((Element) found.item(index)).getAttribute(attribute)));
    }
    return numbers;
  }
}
