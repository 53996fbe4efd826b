package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  /** Treats every live member as ours. */
  private static JsonObject from(Set<String> leftAlone, JsonObject live, JsonObject wanted) {
    return new MergePatch(
            leftAlone, new OwnMembers(List.of(Snapshot.ofText(live.toString())), Optional::of))
        .from(live, wanted);
  }

  private static JsonObject from(JsonObject live, JsonObject wanted) {
    return from(Set.of(), live, wanted);
  }

  @Test
  void values_that_the_platform_filled_in_are_no_difference_and_never_patched_to_null() {
    JsonObject ours = json("{'key':'A','displayName':'A','properties':{'h':{'type':'string'}}}");
    JsonObject live =
        json(
            "{'key':'A','displayName':'A','sortOrder':100,'mayContainTypes':['*'],'properties':"
                + "{'h':{'type':'string','indexingType':'searchable','sortOrder':10,"
                + "'group':'Information','format':'shortString'},'theirs':{'type':'url'}}}");
    MergePatch patch =
        new MergePatch(
            Set.of(), new OwnMembers(List.of(Snapshot.ofText(ours.toString())), Optional::of));
    assertThat(patch.from(live, ours)).isEmpty();
    assertThat(patch.from(live, json("{'key':'A','displayName':'A','properties':{}}")))
        .isEqualTo(json("{'properties':{'h':null}}"));
  }

  private static JsonObject json(String text) {
    return LiveJson.read(Snapshot.ofText(text.replace('\'', '"'))).orElseThrow();
  }

  private JsonObject from(String live, String wanted) {
    return from(json(live), json(wanted));
  }

  @Test
  void is_empty_when_the_platform_only_added_its_defaults() {
    assertThat(
            from(
                "{'key':'A','sortOrder':0,'created':'2026','lastModified':'2026','source':'',"
                    + "'mayContainTypes':[],'isContract':false,'properties':{'p':{'type':'string',"
                    + "'isLocalized':false,'isRequired':false,'sortOrder':0,'displayName':'p'}}}",
                "{'key':'A','properties':{'p':{'type':'string'}}}"))
        .isEmpty();
  }

  @Test
  void numbers_are_compared_by_value_and_members_in_any_order() {
    assertThat(
            from(
                "{'key':'A','properties':{'p':{'minimum':1,'type':'float'}}}",
                "{'properties':{'p':{'type':'float','minimum':1.0}},'key':'A'}"))
        .isEmpty();
  }

  @Test
  void names_only_the_differences() {
    assertThat(
            from(
                "{'key':'A','displayName':'Old','properties':{'p':{'type':'string',"
                    + "'maxLength':5},'q':{'type':'link'}}}",
                "{'key':'A','displayName':'New','properties':{'p':{'type':'string',"
                    + "'maxLength':6},'q':{'type':'link'},'r':{'type':'url'}}}"))
        .isEqualTo(
            json("{'displayName':'New','properties':{'p':{'maxLength':6},'r':{'type':'url'}}}"));
  }

  @Test
  void removes_properties_and_known_members_that_are_no_longer_desired() {
    assertThat(
            from(
                "{'key':'A','description':'Old','sortOrder':7,'properties':{'p':{'type':'string',"
                    + "'pattern':'x'},'q':{'type':'link'}}}",
                "{'key':'A','properties':{'p':{'type':'string'}}}"))
        .isEqualTo(
            json(
                "{'description':null,'sortOrder':null,"
                    + "'properties':{'p':{'pattern':null},'q':null}}"));
  }

  @Test
  void a_desired_type_without_properties_removes_all_of_them() {
    assertThat(from("{'key':'A','properties':{'p':{'type':'string'}}}", "{'key':'A'}"))
        .isEqualTo(json("{'properties':{'p':null}}"));
  }

  @Test
  void null_means_the_same_as_a_missing_member() {
    assertThat(
            from(
                "{'key':'A','description':'Old','properties':{'p':{'type':'string'}}}",
                "{'key':'A','description':null,'displayName':null,"
                    + "'properties':{'p':{'type':'string','pattern':null},'q':null}}"))
        .isEqualTo(json("{'description':null}"));
  }

  @Test
  void keeps_unknown_members_and_known_ones_when_configured() {
    String live =
        "{'key':'A','usage':{'n':1},'properties':{'p':{'type':'string','indexingType':'queryable',"
            + "'editor':'x'}}}";
    String wanted = "{'key':'A','properties':{'p':{'type':'string'}}}";
    assertThat(from(live, wanted)).isEqualTo(json("{'properties':{'p':{'indexingType':null}}}"));
    assertThat(from(Set.of("indexingType"), json(live), json(wanted))).isEmpty();
  }

  @Test
  void arrays_are_replaced_and_items_are_patched() {
    assertThat(
            from(
                "{'key':'A','properties':{'p':{'type':'array','items':{'type':'content',"
                    + "'allowedTypes':['X'],'isRequired':false}}}}",
                "{'key':'A','properties':{'p':{'type':'array','items':{'type':'content',"
                    + "'allowedTypes':['X','Y']}}}}"))
        .isEqualTo(json("{'properties':{'p':{'items':{'allowedTypes':['X','Y']}}}}"));
  }

  @Test
  void a_changed_type_is_patched_and_the_limits_of_the_old_type_are_removed() {
    assertThat(
            from(
                "{'key':'A','properties':{'p':{'type':'string','maxLength':5}}}",
                "{'key':'A','properties':{'p':{'type':'integer','maximum':9}}}"))
        .isEqualTo(json("{'properties':{'p':{'type':'integer','maximum':9,'maxLength':null}}}"));
  }

  @Property(tries = 300)
  void applying_the_patch_leaves_no_difference(
      @ForAll("types") JsonObject live, @ForAll("types") JsonObject wanted) {
    JsonObject first = from(live, wanted);
    JsonObject after = Json.createMergePatch(first).apply(live).asJsonObject();
    assertThat(from(after, wanted)).isEmpty();
  }

  @Property(tries = 100)
  void the_patch_is_empty_when_live_equals_desired(@ForAll("types") JsonObject type) {
    assertThat(from(type, type)).isEmpty();
  }

  @Provide
  Arbitrary<JsonObject> types() {
    Arbitrary<JsonValue> small =
        Arbitraries.of(
            JsonValue.TRUE,
            JsonValue.FALSE,
            JsonValue.NULL,
            Json.createValue(0),
            Json.createValue(3),
            Json.createValue(""),
            Json.createValue("text"),
            json("{'a':['x','y']}").getJsonArray("a"),
            json("{'a':[{'value':'v','displayName':'d'}]}").getJsonArray("a"));
    Arbitrary<Map<String, JsonValue>> members =
        Arbitraries.maps(
                Arbitraries.of(
                    List.of("displayName", "sortOrder", "isRequired", "maxLength", "enum", "odd")),
                small)
            .ofMaxSize(4);
    Arbitrary<JsonObject> property =
        Combinators.combine(Arbitraries.of("string", "integer", "array"), members, members)
            .as(
                (type, some, ofItems) -> {
                  JsonObjectBuilder built = object(some).add("type", type);
                  if (type.equals("array")) {
                    built.add("items", object(ofItems).add("type", "string"));
                  }
                  return built.build();
                });
    return Combinators.combine(
            members, Arbitraries.maps(Arbitraries.of("p", "q", "r"), property).ofMaxSize(3))
        .as(
            (some, properties) -> {
              JsonObjectBuilder all = Json.createObjectBuilder();
              properties.forEach(all::add);
              return object(some).add("key", "A").add("properties", all).build();
            });
  }

  private static JsonObjectBuilder object(Map<String, JsonValue> members) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    members.forEach(object::add);
    return object;
  }
}
