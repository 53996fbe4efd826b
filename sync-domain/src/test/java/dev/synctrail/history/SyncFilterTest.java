package dev.synctrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncFilterTest {
  private final Map<Criterion, String> faults = new EnumMap<>(Criterion.class);

  private SyncFilter parse(Map<Criterion, String> texts) {
    return SyncFilter.parse(texts::get, faults::put);
  }

  @ParameterizedTest
  @EnumSource
  void the_text_of_a_value_can_be_parsed_again(Criterion criterion) {
    List<String> texts =
        criterion.choices().isEmpty() ? List.of(criterion.example()) : criterion.choices();

    assertThat(texts)
        .allSatisfy(
            text -> {
              Object value = criterion.parse(text);
              assertThat(value).isInstanceOf(criterion.type());
              assertThat(value.toString()).hasSizeLessThanOrEqualTo(criterion.maxLength());
              assertThat(criterion.parse(value.toString())).hasToString(value.toString());
            });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALUE")
  void an_invalid_text_is_a_fault_of_its_criterion(Criterion criterion) {
    parse(Map.of(criterion, "\0"));

    assertThat(faults).containsOnlyKeys(criterion);
  }

  @Test
  void all_faults_are_reported_at_once() {
    SyncFilter filter =
        parse(
            Map.of(
                Criterion.TYPE_KEY, "ArticlePage",
                Criterion.STATUS, "DONE",
                Criterion.START_DATE, "2026-02-01",
                Criterion.END_DATE, "2026-01-01",
                Criterion.VALUE, "Title"));

    assertThat(faults)
        .containsOnlyKeys(Criterion.STATUS, Criterion.END_DATE, Criterion.POINTER)
        .containsEntry(
            Criterion.STATUS, "Must be one of IN_PROGRESS, SUCCESS, PARTIAL, FAILED, UNKNOWN");
    assertThat(filter.values()).containsOnlyKeys(Criterion.TYPE_KEY, Criterion.START_DATE);
  }

  @Test
  void a_value_of_another_type_is_rejected() {
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> SyncFilter.ALL.with(Criterion.PLATFORM, "optimizely"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncFilter.ALL.with(Criterion.VALUE, "\"a\""));
  }

  @Test
  void null_removes_a_criterion() {
    SyncFilter filter = SyncFilter.ALL.with(Criterion.ACTOR, "ann").with(new Holding("/a", "1"));

    assertThat(filter.withoutHolding().with(Criterion.ACTOR, null)).isEqualTo(SyncFilter.ALL);
    assertThat(filter.holding()).isEqualTo(new Holding("/a", "1"));
  }
}
