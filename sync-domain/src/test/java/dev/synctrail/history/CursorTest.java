package dev.synctrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class CursorTest {
  private static final String KEY = "0190a5d2-8f00-7000-8000-000000000001";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Property
  void round_trips(@ForAll boolean backwards, @ForAll String key, @ForAll String scope) {
    Assume.that(isWellFormed(key));
    Cursor cursor = new Cursor(backwards, key);

    assertThat(Cursor.read(cursor.text(scope), scope)).isEqualTo(cursor);
  }

  @Property
  void is_rejected_for_another_scope(
      @ForAll boolean backwards,
      @ForAll String key,
      @ForAll @Size(2) @UniqueElements List<String> scopes) {
    Assume.that(scopes.stream().allMatch(CursorTest::isWellFormed));
    String text = new Cursor(backwards, key).text(scopes.get(0));

    assertThatThrownBy(() -> Cursor.read(text, scopes.get(1))).isInstanceOf(InvalidCursor.class);
  }

  @Property
  void is_rejected_if_any_character_was_altered(
      @ForAll boolean backwards,
      @ForAll String key,
      @ForAll @IntRange(max = 10_000) int offset,
      @ForAll @IntRange(max = 63) int letter) {
    String text = new Cursor(backwards, key).text("scope");
    int at = offset % text.length();
    String altered = text.substring(0, at) + ALPHABET.charAt(letter) + text.substring(at + 1);
    Assume.that(!altered.equals(text));

    assertThatThrownBy(() -> Cursor.read(altered, "scope")).isInstanceOf(InvalidCursor.class);
  }

  @Property
  void is_rejected_if_it_is_arbitrary_text(@ForAll String text) {
    assertThatThrownBy(() -> Cursor.read(text, "scope")).isInstanceOf(InvalidCursor.class);
  }

  @Example
  void is_rejected_for_another_filter_or_order() {
    SyncFilter ofActor = SyncFilter.ALL.with(Criterion.ACTOR, "ci");
    String text = new Cursor(false, KEY).text(scope(ofActor, SyncOrder.NEWEST_FIRST));

    assertThatThrownBy(() -> SyncQuery.of(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, 1, text, false))
        .isInstanceOf(InvalidCursor.class);
    assertThatThrownBy(
            () -> SyncQuery.of(ofActor, new SyncOrder(SyncOrder.By.DURATION, true), 1, text, false))
        .isInstanceOf(InvalidCursor.class);
    assertThat(SyncQuery.of(ofActor, SyncOrder.NEWEST_FIRST, 7, text, true).page().key())
        .isEqualTo(KEY);
  }

  private static String scope(SyncFilter filter, SyncOrder order) {
    return "syncs " + filter + " " + order;
  }

  /**
   * A lone surrogate has no UTF-8 encoding. Keys and filters received over HTTP never contain one.
   */
  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
