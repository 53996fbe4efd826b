package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static final int CONTEXT = 3;

  private static LineDiff between(String before, String after) {
    return LineDiff.between(json(before), json(after), Set.of(), CONTEXT);
  }

  private static StrictJson json(String text) {
    return StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> unified(LineDiff diff) {
    return diff.hunks().stream()
        .flatMap(hunk -> hunk.lines().stream())
        .map(line -> line.sign() + line.text().start() + line.text().changed() + line.text().end())
        .toList();
  }

  /** An array with one element per line; the numbers in {@code without} are left out. */
  private static String numbers(int count, Integer... without) {
    return IntStream.range(0, count)
        .filter(number -> !List.of(without).contains(number))
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void order_white_space_and_spelling_of_numbers_are_no_difference() {
    LineDiff diff =
        between("{\"a\":1.0,\"b\":{\"c\":2,\"d\":3}}", "{ \"b\": {\"d\":3,\"c\":2}, \"a\":1 }");

    assertThat(diff.hunks()).isEmpty();
    assertThat(diff.added()).isZero();
    assertThat(diff.removed()).isZero();
  }

  @Test
  void a_new_last_member_does_not_change_the_member_before_it() {
    LineDiff diff = between("{\"a\":1}", "{\"a\":1,\"b\":2}");

    assertThat(unified(diff)).containsExactly(" {", "   \"a\": 1", "+  \"b\": 2", " }");
    assertThat(diff.hunks().get(0).rows().get(1).after().start()).isEqualTo("  \"a\": 1,");
  }

  @Test
  void a_changed_line_names_its_changed_part() {
    LineDiff diff = between("{\"name\":\"One page\"}", "{\"name\":\"Two pages\"}");

    LineDiff.Row row = diff.hunks().get(0).rows().get(1);
    assertThat(row.before()).isEqualTo(new LineDiff.Text("  \"name\": \"", "One page", "\""));
    assertThat(row.after()).isEqualTo(new LineDiff.Text("  \"name\": \"", "Two pages", "\""));
    assertThat(unified(diff).subList(1, 3))
        .containsExactly("−  \"name\": \"One page\"", "+  \"name\": \"Two pages\"");
  }

  @Test
  void unchanged_lines_between_changes_are_skipped_and_counted() {
    LineDiff diff = between(numbers(100, 20), numbers(100, 60));

    assertThat(diff.hunks()).hasSize(2);
    LineDiff.Hunk first = diff.hunks().get(0);
    LineDiff.Hunk second = diff.hunks().get(1);
    assertThat(first.skipped()).isEqualTo(18);
    assertThat(first.rows()).hasSize(CONTEXT + 1 + CONTEXT);
    assertThat(first.rows().get(CONTEXT)).extracting("left", "right").containsExactly(0, 22);
    assertThat(second.skipped()).isEqualTo(33);
    assertThat(second.rows().get(CONTEXT)).extracting("left", "right").containsExactly(61, 0);
    assertThat(diff.after()).isEqualTo(37);
    int left = 101 - 1;
    int shown =
        diff.hunks().stream()
            .mapToInt(
                hunk ->
                    hunk.skipped() + (int) hunk.rows().stream().filter(r -> r.left() > 0).count())
            .sum();
    assertThat(shown + diff.after()).isEqualTo(left + 1);
  }

  @Test
  void changes_that_are_near_share_a_hunk() {
    assertThat(between(numbers(100, 20, 27), numbers(100)).hunks()).hasSize(1);
    assertThat(between(numbers(100, 20, 28), numbers(100)).hunks()).hasSize(2);
  }

  @Test
  void lines_keep_their_numbers_on_both_sides() {
    LineDiff diff = between("[1,2,3]", "[1,3,4]");

    assertThat(diff.hunks().get(0).lines())
        .extracting(LineDiff.Line::sign, LineDiff.Line::left, LineDiff.Line::right)
        .containsExactly(
            tuple(" ", 1, 1),
            tuple(" ", 2, 2),
            tuple("−", 3, 0),
            tuple(" ", 4, 3),
            tuple("+", 0, 4),
            tuple(" ", 5, 5));
  }

  @Test
  void ignored_members_are_left_out() {
    LineDiff diff =
        LineDiff.between(
            json("{\"a\":1,\"lastModified\":1}"),
            json("{\"a\":1,\"lastModified\":2}"),
            Set.of("lastModified"),
            CONTEXT);

    assertThat(diff.hunks()).isEmpty();
  }

  @Test
  void texts_with_too_little_in_common_are_one_change() {
    String before =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "\"a" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    String after =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "\"b" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));

    LineDiff diff = between(before, after);

    assertThat(diff.coarse()).isTrue();
    assertThat(diff.removed()).isEqualTo(3_000);
    assertThat(diff.added()).isEqualTo(3_000);
    assertThat(diff.hunks()).hasSize(1);
  }

  @Test
  void one_change_in_ten_megabytes_is_found() {
    String many = numbers(1_200_000);
    String changed = many.replace(",600000,", ",600000,true,");

    LineDiff diff = between(many, changed);

    assertThat(diff.added()).isEqualTo(1);
    assertThat(diff.removed()).isZero();
    assertThat(diff.hunks()).hasSize(1);
  }

  @Test
  void a_long_list_of_changed_lines_is_cut_and_counted() {
    LineDiff diff = between("[]", numbers(5_000));

    assertThat(diff.hunks().stream().mapToInt(hunk -> hunk.rows().size()).sum()).isEqualTo(2_000);
    assertThat(diff.added()).isEqualTo(5_002);
    assertThat(diff.removed()).isEqualTo(1);
    assertThat(diff.more()).isEqualTo(3_002);
    assertThat(diff.coarse()).isFalse();
  }

  @Test
  void long_lines_are_cut_around_the_change() {
    String long1 = "x".repeat(10_000);
    LineDiff.Row row =
        between(
                "{\"a\":\"" + long1 + "1" + long1 + "\"}",
                "{\"a\":\"" + long1 + "2" + long1 + "\"}")
            .hunks()
            .get(0)
            .rows()
            .get(1);

    assertThat(row.before().changed()).isEqualTo("1");
    assertThat(row.after().changed()).isEqualTo("2");
    assertThat(row.before().start()).hasSizeLessThan(100).startsWith("…");
    assertThat(row.before().end()).hasSizeLessThan(100).endsWith("…");
  }
}
