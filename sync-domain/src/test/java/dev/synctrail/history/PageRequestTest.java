package dev.synctrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

class PageRequestTest {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  @Property
  void paging_forwards_and_backwards_returns_every_entry_once_in_order(
      @ForAll @Size(max = 40) @UniqueElements List<@IntRange(max = 99_999) Integer> entries,
      @ForAll @IntRange(min = 1, max = 12) int limit) {
    List<Integer> sorted = new TreeSet<>(entries).stream().toList();
    List<Page<Integer>> forwards = new ArrayList<>();

    @Nullable String cursor = null;
    do {
      Page<Integer> page = read(sorted, limit, cursor);
      forwards.add(page);
      cursor = page.nextCursor();
    } while (cursor != null);
    List<Page<Integer>> backwards = new ArrayList<>();
    cursor = forwards.get(forwards.size() - 1).prevCursor();
    while (cursor != null) {
      Page<Integer> page = read(sorted, limit, cursor);
      backwards.add(0, page);
      cursor = page.prevCursor();
    }

    assertThat(forwards).flatExtracting(Page::data).isEqualTo(sorted);
    assertThat(forwards).allMatch(page -> page.data().size() == limit || !page.hasMore());
    assertThat(forwards.get(0).prevCursor()).isNull();
    assertThat(backwards)
        .extracting(Page::data)
        .isEqualTo(forwards.subList(0, forwards.size() - 1).stream().map(Page::data).toList());
    assertThat(backwards).allMatch(Page::hasMore);
  }

  @Example
  void rejects_a_limit_out_of_range() {
    assertThatThrownBy(() -> PageRequest.of("s", NUMBER, 0, null, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PageRequest.of("s", NUMBER, 201, null, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void rejects_a_cursor_with_an_invalid_key() {
    String forged = new Cursor(false, "; drop").text("numbers");

    assertThatThrownBy(() -> PageRequest.of("numbers", NUMBER, 1, forged, false))
        .isInstanceOf(InvalidCursor.class);
  }

  private static Page<Integer> read(List<Integer> sorted, int limit, @Nullable String cursor) {
    PageRequest request = PageRequest.of("numbers", NUMBER, limit, cursor, false);
    String key = request.key();
    Comparator<Integer> order =
        request.backwards() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    List<Integer> read =
        sorted.stream()
            .sorted(order)
            .filter(entry -> key == null || order.compare(entry, Integer.valueOf(key)) > 0)
            .limit(limit + 1L)
            .toList();
    return request.page(read, String::valueOf, null);
  }
}
