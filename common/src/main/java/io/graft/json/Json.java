package io.graft.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.graft.error.UserException;

/**
 * Graft's JSON files: records, as they are named, indented. A null is refused, unless the record's
 * component says {@code @JsonSetter(nulls = Nulls.SET)}.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL));

  private Json() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException("No JSON form of " + value.getClass(), impossible);
    }
  }

  /**
   * Reads a record.
   *
   * @param origin where the text came from, for the message
   * @throws UserException when the text is not the JSON of such a record with all its components
   */
  public static <T> T read(String origin, String text, Class<T> type) {
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw damaged(origin, "it is null", null);
      }
      return value;
    } catch (JsonProcessingException broken) {
      throw damaged(origin, broken.getOriginalMessage(), broken);
    }
  }

  private static UserException damaged(String origin, String reason, Throwable cause) {
    return new UserException(
        "%s is damaged: %s. Write it again with the command that made it."
            .formatted(origin, reason),
        cause);
  }

  /** Text that is known to be JSON, as a tree to be put into another file. */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("No JSON: " + json, broken);
    }
  }
}
