package io.graft.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  record Pet(String name, List<Float> weights) {}

  @Test
  void readsWhatItWrites() {
    Pet pet = new Pet("Ünal", List.of(0.1f, Float.MIN_VALUE, 1 / 3f));
    String text = Json.write(pet);
    assertThat(text).contains("\n  \"name\" : \"Ünal\"").endsWith("}\n");
    assertThat(Json.read("pet.json", text, Pet.class)).isEqualTo(pet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"name\": \"x\", \"weights\": []",
        "{\"name\": \"x\"}",
        "{\"name\": null, \"weights\": []}",
        "{\"name\": \"x\", \"weights\": 3}",
        "{\"name\": \"x\", \"weights\": [], \"age\": 3}",
        "null"
      })
  void damagedJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.read("pet.json", text, Pet.class))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("pet.json is damaged: ")
        .hasMessageEndingWith(". Write it again with the command that made it.");
  }

  @Test
  void treeOfBrokenTextIsABug() {
    assertThat(Json.tree("{\"a\": 1}").get("a").asInt()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> Json.tree("{")).withMessage("No JSON: {");
  }
}
