package dev.synctrail.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ForeignTextTest {

  /** Generates all chars, with unstorable ones more often. */
  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.chars()
        .all()
        .filter(each -> true)
        .list()
        .ofMaxSize(40)
        .flatMap(
            some ->
                Arbitraries.of("", "\0", "\ud83d", "\ude00", "\ud83d\ude00", "é")
                    .list()
                    .ofMaxSize(6)
                    .map(
                        bad -> {
                          StringBuilder text = new StringBuilder();
                          some.forEach(text::append);
                          bad.forEach(
                              each -> text.insert(text.length() * 7 / 11, each).append(each));
                          return text.toString();
                        }));
  }

  private static boolean isStored(String text) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      return false;
    }
    return text.indexOf('\0') < 0;
  }

  @Property
  void storable_text_can_be_stored_and_has_the_same_length(@ForAll("hostile") String text) {
    String storable = ForeignText.storable(text);

    assertThat(isStored(storable)).isTrue();
    assertThat(storable.codePoints().count()).isEqualTo(text.codePoints().count());
    assertThat(ForeignText.storable(storable)).isSameAs(storable);
    assertThat(ForeignText.isStorable(text)).isEqualTo(isStored(text));
    assertThat(storable.equals(text)).isEqualTo(isStored(text));
  }

  @Property
  void shortened_text_is_cut_between_two_characters(
      @ForAll("hostile") String text, @ForAll @IntRange(max = 60) int most) {
    String cut = ForeignText.shortened(text, most);

    assertThat(isStored(cut)).isTrue();
    assertThat(cut.codePoints().count()).isEqualTo(Math.min(most, text.codePoints().count()));
    assertThat(ForeignText.storable(text)).startsWith(cut);
  }

  @Property
  void records_contain_only_storable_text(@ForAll("hostile") String text) {
    Failure failure =
        new Failure(
            FailureClass.REJECTED, text, 400, text, List.of(new FieldError(text, text)), null);
    Header header = new Header(text, text);
    Item item = new Item(text, false, text);
    SyncEvent event =
        new SyncEvent(
            SyncId.at(Instant.EPOCH), SyncEvent.Kind.FAILED, Instant.EPOCH, "synctrail", text);

    assertThat(
            List.of(
                failure.message(),
                java.util.Objects.requireNonNull(failure.platformCode()),
                failure.fields().get(0).field(),
                failure.fields().get(0).detail(),
                header.name(),
                header.value(),
                item.key(),
                java.util.Objects.requireNonNull(item.errorMessage()),
                java.util.Objects.requireNonNull(event.cause())))
        .allMatch(ForeignTextTest::isStored);
    assertThat(new LiveState(Snapshot.ofText("{}"), text).tag().stream())
        .allMatch(tag -> tag.equals(text) && isStored(tag));
  }

  @Example
  void replacements_are_visible() {
    assertThat(ForeignText.storable("Bad\0Code")).isEqualTo("Bad␀Code");
    assertThat(ForeignText.storable("a\ud83db\ude00c")).isEqualTo("a\ufffdb\ufffdc");
    assertThat(ForeignText.storable("a\ud83d\ude00c")).isEqualTo("a\ud83d\ude00c");
    assertThat(ForeignText.shortened("ab\ud83d\ude00c", 3)).isEqualTo("ab\ud83d\ude00");
  }

  @Example
  void ignores_an_entity_tag_that_cannot_be_stored() {
    assertThat(new LiveState(Snapshot.ofText("{}"), "\"a\0\"").tag()).isEmpty();
    assertThat(new LiveState(Snapshot.ofText("{}"), "\"a\"").tag()).contains("\"a\"");
    assertThat(new LiveState(Snapshot.ofText("{}"), null).tag()).isEmpty();
  }

  @Example
  void the_size_of_a_failure_is_bounded_to_fit_every_index() {
    String longText = "x".repeat(3_000_000);

    Failure failure =
        new Failure(
            FailureClass.REJECTED,
            longText,
            400,
            longText,
            Collections.nCopies(5_000, new FieldError(longText, longText)),
            null);

    assertThat(failure.message()).hasSize(Failure.LONGEST_MESSAGE);
    assertThat(failure.platformCode()).hasSize(Failure.LONGEST_CODE);
    assertThat(failure.fields()).hasSize(Failure.MOST_FIELDS);
    assertThat(failure.fields().get(0).detail()).hasSize(Failure.LONGEST_DETAIL);
    assertThat(failure.fields().get(0).field()).hasSize(Failure.LONGEST_DETAIL);
  }
}
