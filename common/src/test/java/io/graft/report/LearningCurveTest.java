package io.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.training.FineTuneHistory;
import io.graft.training.TrainingHistory;
import io.graft.training.TrainingHistory.Round;
import io.graft.training.ValidationScore;
import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LearningCurveTest {

  private static final FineTuneHistory HISTORY =
      new FineTuneHistory("small", 1000, 4, null, Map.of(), null)
          .with("pretrained", training(0.4, 0.6, 0.55))
          .with("random <weights>", training(0.25, 0.3))
          .keeping("pretrained");

  private final String page = LearningCurvePage.render(HISTORY);

  @Test
  void thePicturesAreWellFormedAndHaveAPointForEveryEpoch() throws Exception {
    int from = 0;
    int[] circles = {3 + 2, 3 + 2 + 2 + 1};
    for (int expected : circles) {
      from = page.indexOf("<svg", from);
      int end = page.indexOf("</svg>", from) + 6;
      Document svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(page.substring(from, end))));
      assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(expected);
      from = end;
    }
    assertThat(page.indexOf("<svg", from)).isNegative();
  }

  @Test
  void allFiguresStandInTheTable() {
    assertThat(page)
        .contains("From pretrained weights: accuracy 60.0 % (kept)")
        .contains("random &lt;weights&gt;")
        .contains("1 (best)")
        .contains("55.0 %");
  }

  @Test
  void beforeTheFirstEpochThereIsAPageToo() {
    FineTuneHistory begun = new FineTuneHistory("small", 1000, 4, null, Map.of(), null);
    assertThat(LearningCurvePage.render(begun)).contains("training images, 4 workers");
    assertThat(LearningCurvePage.render(begun.with("pretrained", training(0.4))))
        .contains("<svg", "40.0 %");
  }

  private static TrainingHistory training(double... accuracies) {
    TrainingHistory history = TrainingHistory.beginning(score(accuracies[0]));
    for (int epoch = 1; epoch < accuracies.length; epoch++) {
      history =
          history
              .with(new Round(epoch, 1, 10, 1.5 / epoch, 2))
              .withEpoch(epoch, score(accuracies[epoch]));
    }
    return history;
  }

  private static ValidationScore score(double accuracy) {
    return new ValidationScore(accuracy, 1.2 - accuracy, 0.25, 100);
  }
}
