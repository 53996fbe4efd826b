package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final long LAST_OF_48_BITS = (1L << 48) - 1;

  @Property
  void the_id_contains_the_time(@ForAll @LongRange(min = 0, max = LAST_OF_48_BITS) long millis) {
    Instant at = Instant.ofEpochMilli(millis);

    SyncId id = SyncId.at(at);

    assertThat(id.startedAt()).isEqualTo(at);
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(RunId.at(at).value().version()).isEqualTo(7);
  }

  @Property
  void ids_have_the_order_of_their_times(
      @ForAll @LongRange(min = 0, max = LAST_OF_48_BITS) long one,
      @ForAll @LongRange(min = 0, max = LAST_OF_48_BITS) long two) {
    SyncId first = SyncId.at(Instant.ofEpochMilli(Math.min(one, two)));
    SyncId second = SyncId.at(Instant.ofEpochMilli(Math.max(one, two)));

    if (one != two) {
      assertThat(first).isLessThan(second);
      assertThat(first.toString()).isLessThan(second.toString());
    }
  }

  @Test
  void only_the_text_of_a_uuid_is_parsed() {
    SyncId id = SyncId.at(Instant.parse("2026-03-01T12:00:00Z"));

    assertThat(SyncId.parse(id.toString())).contains(id);
    assertThat(RunId.parse(id.toString())).contains(new RunId(id.value()));
    assertThat(SyncId.parse("not an id")).isEmpty();
    assertThat(SyncId.parse("1-1-1-1-1")).isEmpty();
    assertThat(SyncId.parse(null)).isEmpty();
  }

  @Test
  void ids_of_one_instant_have_the_order_of_their_creation() {
    Instant now = Instant.parse("2026-03-01T12:00:00.123Z");

    List<SyncId> made = Stream.generate(() -> SyncId.at(now)).limit(1_000).toList();

    assertThat(made).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
  }

  @Test
  void an_id_is_formatted_as_its_uuid() {
    UUID uuid = UUID.fromString("019589d0-0000-7000-8000-000000000001");

    assertThat(new SyncId(uuid)).hasToString(uuid.toString());
    assertThat(new RunId(uuid)).hasToString(uuid.toString());
    assertThat(new AttemptKey(uuid, 2, 7)).hasToString(uuid + "#2");
    assertThat(new SyncId(uuid)).isEqualByComparingTo(new SyncId(uuid));
  }
}
