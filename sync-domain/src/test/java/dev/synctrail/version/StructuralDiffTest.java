package dev.synctrail.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.JsonDomain;
import dev.synctrail.json.StrictJson;
import dev.synctrail.version.StructuralDiff.Entry;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Domain(JsonDomain.class)
@Domain(DomainContext.Global.class)
class StructuralDiffTest {
  private static final JsonProvider JSON = JsonProvider.provider();

  private static StrictJson json(String text) {
    return StrictJson.read(text.getBytes(UTF_8));
  }

  private static StructuralDiff diff(String before, String after) {
    return StructuralDiff.between(json(before), json(after));
  }

  private static String brief(StructuralDiff diff) {
    List<String> lines = new ArrayList<>();
    diff.removed().forEach(e -> lines.add("-" + e.pointer() + "=" + e.before()));
    diff.added().forEach(e -> lines.add("+" + e.pointer() + "=" + e.after()));
    diff.modified().forEach(e -> lines.add("~" + e.pointer() + "=" + e.before() + ">" + e.after()));
    return String.join(" ", lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}|{\"a\":2}|~/a=1>2",
        "{\"a\":1}|{\"a\":1,\"b\":[1]}|+/b=[1]",
        "{\"a\":1,\"b\":2}|{\"b\":2}|-/a=1",
        "{\"a\":1,\"b\":2}|{\"b\":2,\"a\":1}|``",
        "{\"a\":{\"x/y\":{\"m~n\":1}}}|{\"a\":{\"x/y\":{\"m~n\":null}}}|~/a/x~1y/m~0n=1>null",
        "{\"a\":1}|[1]|~={\"a\":1}>[1]",
        "{\"a\":1.0,\"b\":\"\\u0061\"}|{\"a\":1,\"b\":\"a\"}|``",
        "{\"a\":1}|{\"a\":\"1\"}|~/a=1>\"1\"",
        "{\"a\":true}|{\"a\":false}|~/a=true>false",
        "{\"a\":{}}|{\"a\":[]}|~/a={}>[]",
        "[]|[1]|+/0=1",
        "[1,2,3]|[1,3]|-/1=2",
        "[\"a\",\"b\"]|[\"x\",\"a\",\"b\"]|+/0=\"x\"",
        "[\"a\",\"b\"]|[\"a\",\"c\"]|~/1=\"b\">\"c\"",
        "[\"a\",\"b\",\"c\"]|[\"c\",\"a\",\"b\"]|-/2=\"c\" +/0=\"c\"",
        "[1,1,2]|[1,1,1,2]|+/2=1",
        "[{\"v\":1},{\"v\":2}]|[{\"v\":0},{\"v\":1},{\"v\":2}]|+/0={\"v\":0}",
        "[{\"v\":1},{\"v\":2}]|[{\"v\":1},{\"v\":3}]|~/1/v=2>3",
        "[[1],[2]]|[[2]]|-/0=[1]",
      })
  void reports_changes(String before, String after, String changes) {
    assertThat(brief(diff(before, after))).isEqualTo(changes);
  }

  @ParameterizedTest
  @CsvSource({"key", "name", "id"})
  void matches_elements_by_identity(String identity) {
    String one = "{\"%s\":\"one\",\"v\":1}".formatted(identity);
    String two = "{\"%s\":\"two\",\"v\":2}".formatted(identity);
    String two2 = "{\"v\":3,\"%s\":\"two\"}".formatted(identity);

    assertThat(brief(diff("[" + one + "," + two + "]", "[" + two2 + "]")))
        .isEqualTo("-/0=" + one + " ~/0/v=2>3");
  }

  @Test
  void elements_with_duplicate_identities_are_matched_by_position() {
    assertThat(
            brief(
                diff(
                    "[{\"key\":\"a\",\"v\":1},{\"key\":\"a\",\"v\":2}]",
                    "[{\"key\":\"a\",\"v\":1},{\"key\":\"a\",\"v\":3}]")))
        .isEqualTo("~/1/v=2>3");
  }

  @Test
  void counts_unchanged_values() {
    StructuralDiff diff =
        diff("{\"a\":1,\"b\":[2,{}],\"c\":\"x\"}", "{\"a\":1,\"b\":[2,{}],\"c\":\"y\"}");

    assertThat(diff.unchanged()).isEqualTo(3);
    assertThat(diff.isEmpty()).isFalse();
  }

  @Test
  void compares_two_snapshots_of_a_content_type() {
    StructuralDiff diff =
        diff(
            """
            {"key": "ArticlePage", "displayName": "Article",
             "properties": {"body": {"type": "richText"}, "old": {"type": "string"}}}
            """,
            """
            {"displayName": "Story", "key": "ArticlePage",
             "properties": {"lead": {"type": "string"}, "body": {"type": "richText"}}}
            """);

    assertThat(diff.text())
        .isEqualTo(
            """
            1 added, 1 modified, 1 removed, 2 unchanged
            - /properties/old: {"type":"string"}
            + /properties/lead: {"type":"string"}
            ~ /displayName: "Article" → "Story"
            """);
  }

  @Test
  void text_cuts_long_values() {
    assertThat(diff("{}", "{\"a\":\"" + "x".repeat(5_000) + "\"}").text())
        .contains("(5002 characters)")
        .hasSizeLessThan(400);
  }

  @Property
  void a_value_does_not_differ_from_itself(@ForAll JsonValue value) {
    StrictJson json = StrictJson.read(CanonicalJson.of(value));
    StrictJson otherSpelling = json(value.toString());

    assertThat(StructuralDiff.between(json, otherSpelling).isEmpty()).isTrue();
    assertThat(StructuralDiff.between(json, otherSpelling).unchanged()).isPositive();
  }

  @Property
  void applying_the_diff_to_the_old_text_gives_the_new_text(
      @ForAll JsonValue before, @ForAll JsonValue after) {
    StrictJson old = StrictJson.read(CanonicalJson.of(before));
    StrictJson now = StrictJson.read(CanonicalJson.of(after));

    assertThat(apply(StructuralDiff.between(old, now), old.value())).isEqualTo(now.value());
  }

  @Property
  void applying_the_diff_reproduces_small_edits(@ForAll JsonValue before, @ForAll Random random) {
    StrictJson old = StrictJson.read(CanonicalJson.of(before));
    StrictJson now = StrictJson.read(CanonicalJson.of(edit(old.value(), random)));

    assertThat(apply(StructuralDiff.between(old, now), old.value())).isEqualTo(now.value());
  }

  @Test
  void compares_a_hundred_thousand_elements() {
    List<String> items = IntStream.range(0, 100_000).mapToObj(i -> "{\"v\":" + i + "}").toList();
    List<String> fewer = new ArrayList<>(items);
    fewer.remove(50_000);
    List<String> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    String names =
        items.stream().map(item -> item.replace("v", "id")).collect(Collectors.joining(","));
    String namesReversed =
        reversed.stream().map(item -> item.replace("v", "id")).collect(Collectors.joining(","));

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(diff(list(items), list(fewer)).removed()).hasSize(1);
          assertThat(diff(list(items), list(reversed)).modified()).hasSize(100_000);
          assertThat(diff("[" + names + "]", "[" + namesReversed + "]").added()).hasSize(99_999);
        });
  }

  @Test
  void arrays_that_nest_and_grow_at_every_level_stay_near_linear() {
    String before = nested("1");
    String after = nested("1,1");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(diff(before, after).added()).hasSize(190));
  }

  private static String nested(String end) {
    String heavy = "0,".repeat(200_000) + "0";
    return "[".repeat(190) + "[" + heavy + "]" + ("," + end + "]").repeat(190);
  }

  private static String list(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  /** Changes about one value in five. */
  private static JsonValue edit(JsonValue value, Random random) {
    if (random.nextInt(8) == 0) {
      return JSON.createValue(random.nextInt(100));
    }
    if (value instanceof JsonObject object) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      object.forEach(
          (name, member) -> {
            if (random.nextInt(8) > 0) {
              members.put(name, name.equals("key") ? member : edit(member, random));
            }
          });
      if (random.nextInt(6) == 0) {
        members.put("new" + random.nextInt(5), JsonValue.TRUE);
      }
      return JSON.createObjectBuilder(members).build();
    }
    if (value instanceof JsonArray array) {
      List<JsonValue> items = new ArrayList<>();
      array.forEach(
          item -> {
            if (random.nextInt(6) > 0) {
              items.add(random.nextBoolean() ? item : edit(item, random));
            }
          });
      if (random.nextInt(4) == 0) {
        items.add(random.nextInt(items.size() + 1), JSON.createValue("new"));
      }
      if (random.nextInt(4) == 0) {
        Collections.shuffle(items, random);
      }
      return JSON.createArrayBuilder(items).build();
    }
    return value;
  }

  private static JsonValue apply(StructuralDiff diff, JsonValue old) {
    Object root = thaw(old);
    List<Entry> removed = new ArrayList<>(diff.removed());
    Collections.reverse(removed);
    for (Entry entry : removed) {
      Object owner = owner(root, entry.pointer());
      String last = last(entry.pointer());
      if (owner instanceof Map<?, ?> members) {
        members.remove(last);
      } else {
        ((List<?>) owner).remove(Integer.parseInt(last));
      }
    }
    for (Entry entry : diff.added()) {
      set(
          owner(root, entry.pointer()),
          last(entry.pointer()),
          thaw(requireNonNull(entry.after())),
          true);
    }
    for (Entry entry : diff.modified()) {
      if (entry.pointer().isEmpty()) {
        return requireNonNull(entry.after());
      }
      set(
          owner(root, entry.pointer()),
          last(entry.pointer()),
          thaw(requireNonNull(entry.after())),
          false);
    }
    return freeze(root);
  }

  @SuppressWarnings("unchecked")
  private static void set(Object owner, String last, Object value, boolean insert) {
    if (owner instanceof Map<?, ?> members) {
      ((Map<String, Object>) members).put(last, value);
    } else if (insert) {
      ((List<Object>) owner).add(Integer.parseInt(last), value);
    } else {
      ((List<Object>) owner).set(Integer.parseInt(last), value);
    }
  }

  private static Object owner(Object root, String pointer) {
    String[] steps = pointer.split("/", -1);
    Object at = root;
    for (int i = 1; i < steps.length - 1; i++) {
      String step = steps[i].replace("~1", "/").replace("~0", "~");
      Object next =
          at instanceof Map<?, ?> members
              ? members.get(step)
              : ((List<?>) at).get(Integer.parseInt(step));
      at = requireNonNull(next);
    }
    return at;
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private static Object thaw(JsonValue value) {
    if (value instanceof JsonObject object) {
      Map<String, Object> members = new LinkedHashMap<>();
      object.forEach((name, member) -> members.put(name, thaw(member)));
      return members;
    }
    if (value instanceof JsonArray array) {
      return new ArrayList<>(array.stream().map(StructuralDiffTest::thaw).toList());
    }
    return value;
  }

  private static JsonValue freeze(Object value) {
    if (value instanceof Map<?, ?> members) {
      var object = JSON.createObjectBuilder();
      members.forEach((name, member) -> object.add((String) name, freeze(member)));
      return object.build();
    }
    if (value instanceof List<?> items) {
      var array = JSON.createArrayBuilder();
      items.forEach(item -> array.add(freeze(item)));
      return array.build();
    }
    return (JsonValue) value;
  }
}
