package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.dataset.Split;
import io.graft.spark.ImageInput.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputRecordTest {

  @Test
  void everythingThatIsKnownOfAnImageComesBack() {
    assertComesBack(
        List.of(
            input("file:/a b/c.jpg", "cat", Split.TRAIN, "ab01", "patient 7", Trust.UNKNOWN),
            input("file:/none.jpg", null, null, null, null, Trust.SUSPECT),
            input("file:/empty.jpg", "", Split.TEST, "", "", Trust.UNKNOWN),
            input("file:/v.jpg", "dog", Split.VALIDATION, "02", null, Trust.SUSPECT)));
  }

  @Test
  void textOfAnyKindAndLengthComesBack() {
    String awkward = "file:/\u0000 \n \u00e9 e\u0301 \u732b \ud83d\udc08 \u200f";
    assertComesBack(
        List.of(
            input(awkward, "\ud83d\udc08", null, null, "\u732b", Trust.UNKNOWN),
            input("x".repeat(70_000), "\u732b".repeat(70_000), null, null, null, Trust.UNKNOWN)));
  }

  @Test
  void noImagesComeBackAsNone() {
    assertComesBack(List.of());
  }

  private static void assertComesBack(List<ImageInput> images) {
    assertThat(InputRecord.images(InputRecord.of(images))).isEqualTo(images);
  }

  private static ImageInput input(
      String uri, String label, Split split, String hash, String group, Trust trust) {
    long length = 3_000_000_000L + uri.length();
    ImageEntry entry = new ImageEntry(uri, label, split, length, 1_700_000_000_123L, hash, group);
    return new ImageInput(entry, null, null, trust);
  }
}
