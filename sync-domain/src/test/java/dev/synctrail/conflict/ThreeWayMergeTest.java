package dev.synctrail.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreeWayMergeTest {
  private final ThreeWayMerge merge = new ThreeWayMerge(Set.of("lastModified"));

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  @Test
  void changes_of_different_members_are_both_kept() {
    JsonObject merged =
        merge.merge(
            json("{'a':1,'p':{'x':1,'y':1},'filled':true}"),
            json("{'a':2,'p':{'x':1,'y':1,'theirs':1},'filled':true}"),
            json("{'a':1,'p':{'x':1,'y':1}}"),
            json("{'a':1,'p':{'x':2}}"));

    assertThat(merged).isEqualTo(json("{'a':2,'p':{'x':2,'theirs':1}}"));
    assertThat(merge.clashing()).isEmpty();
  }

  @Test
  void values_that_the_platform_fills_in_are_no_change() {
    JsonObject merged =
        merge.merge(
            json("{'a':1,'filled':true,'lastModified':'then'}"),
            json("{'a':2,'filled':true,'lastModified':'now'}"),
            json("{'a':1}"),
            json("{'a':1,'b':1}"));

    assertThat(merged).isEqualTo(json("{'a':2,'b':1}"));
  }

  @Test
  void a_member_that_both_changed_conflicts_unless_both_values_are_equal() {
    merge.merge(
        json("{'a':1,'b':1,'list':[1]}"),
        json("{'a':2,'b':3,'list':[1,2]}"),
        json("{'a':1,'b':1,'list':[1]}"),
        json("{'a':2,'b':2,'list':[0,1]}"));

    assertThat(merge.clashing()).containsExactly("/b", "/list");
  }

  @Test
  void a_member_that_others_removed_is_removed_and_conflicts_with_a_change_of_ours() {
    JsonObject merged =
        merge.merge(
            json("{'gone':1,'fought':1}"),
            json("{}"),
            json("{'gone':1,'fought':1}"),
            json("{'gone':1,'fought':2}"));

    assertThat(merged).isEqualTo(json("{'fought':2}"));
    assertThat(merge.clashing()).containsExactly("/fought");
  }
}
