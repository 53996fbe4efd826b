package dev.synctrail.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Generates any JSON value that {@link StrictJson} accepts, with keys that collide often. */
public final class JsonDomain extends DomainContextBase {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final List<String> KEYS =
      List.of("a", "b", "c", "key", "name", "id", "", "a/b", "m~n");

  @Provide
  Arbitrary<JsonValue> values() {
    return Arbitraries.randomValue(random -> value(random, 4));
  }

  @Provide
  Arbitrary<JsonObject> objects() {
    return Arbitraries.randomValue(random -> object(random, 4));
  }

  private static JsonValue value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 5 : 10);
    return switch (kind) {
      case 0 -> JSON.createValue(text(random));
      case 1 -> JSON.createValue(random.nextInt(7) - 3);
      case 2 -> JSON.createValue(random.nextLong() >> 10);
      case 3 -> JSON.createValue(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
      case 4 -> List.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL).get(random.nextInt(3));
      case 5, 6 -> object(random, depth - 1);
      case 7, 8 -> array(random, depth - 1);
      default -> identified(random, depth - 1);
    };
  }

  private static JsonObject object(Random random, int depth) {
    JsonObjectBuilder object = JSON.createObjectBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.add(text(random), value(random, depth));
    }
    return object.build();
  }

  private static JsonArray array(Random random, int depth) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      array.add(value(random, depth));
    }
    return array.build();
  }

  /** Generates an array of objects that a diff can match by their identity. */
  private static JsonArray identified(Random random, int depth) {
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
    Collections.shuffle(names, random);
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (String name : names.subList(0, random.nextInt(6))) {
      array.add(JSON.createObjectBuilder().add("key", name).add("value", value(random, depth)));
    }
    return array.build();
  }

  private static String text(Random random) {
    if (random.nextBoolean()) {
      return KEYS.get(random.nextInt(KEYS.size()));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(
          point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 'x' : point);
    }
    return text.toString();
  }
}
