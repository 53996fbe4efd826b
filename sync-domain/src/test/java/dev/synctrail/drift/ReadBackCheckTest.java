package dev.synctrail.drift;

import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.drift.DriftVerdict.Word;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.tracking.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBackCheckTest {
  private static final TypeKey ARTICLE = new TypeKey("Article");
  private static final String OURS = "{\"baseType\":\"_page\",\"displayName\":\"ours\"}";
  private static final String OTHER = "{\"baseType\":\"_page\",\"displayName\":\"other\"}";

  private static final String NEWER = "{\"baseType\":\"_page\",\"displayName\":\"newer\"}";

  private static final DriftPolicy POLICY =
      new DriftPolicy(Duration.ZERO, 3, Duration.ofSeconds(3), Duration.ofDays(1), List.of());

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryGateway platform = engine.gateway();
  private final InMemoryDrift product = new InMemoryDrift(engine, platform, POLICY);

  private SyncId landed() {
    SyncId id = engine.trail().push(ARTICLE, OURS, PushOptions.NONE, CAUSE);
    engine.work(engine.trail().take());
    return id;
  }

  private Word word(SyncId push) {
    return product.verdict(push).orElseThrow().word();
  }

  @Test
  void a_difference_counts_after_the_configured_number_of_equal_reads() {
    SyncId push = landed();
    platform.holds(ARTICLE, OTHER);

    product.run();

    assertThat(word(push)).isEqualTo(Word.DRIFTED);
    assertThat(platform.left(RequestPurpose.READ_BACK)).isEqualTo(POLICY.reads());
  }

  @Test
  void a_postponed_or_failed_check_observes_nothing() {
    SyncId push = landed();
    platform.holds(ARTICLE, OTHER);
    FailureCase open = FailureCase.deferred(Instant.EPOCH);
    platform.next(RequestPurpose.READ_BACK, open, open, FailureCase.unreachable(), open);

    product.run();

    assertThat(word(push)).isEqualTo(Word.DRIFTED);
    assertThat(platform.left(RequestPurpose.READ_BACK)).isEqualTo(1 + POLICY.reads());
  }

  @Test
  void the_next_push_is_verified_again() {
    SyncId first = landed();
    platform.holds(ARTICLE, OTHER);
    product.run();
    SyncId second =
        engine.trail().push(ARTICLE, NEWER, PushOptions.NONE.on(OnConflict.OVERWRITE), CAUSE);
    engine.work(engine.trail().take());
    platform.holds(ARTICLE, OURS);
    long before = platform.left(RequestPurpose.READ_BACK);

    product.run();

    assertThat(word(first)).isEqualTo(Word.SUPERSEDED);
    assertThat(word(second)).isEqualTo(Word.DRIFTED);
    assertThat(platform.left(RequestPurpose.READ_BACK) - before).isEqualTo(POLICY.reads());
  }

  @Test
  void a_check_of_selected_types_reads_no_other_type() {
    SyncId push = landed();
    product.run();
    TypeKey other = new TypeKey("Other");
    SyncId untouched = engine.trail().push(other, OURS, PushOptions.NONE, CAUSE);
    engine.work(engine.trail().take());
    product.run();
    platform.holds(ARTICLE, OTHER);
    platform.holds(other, OTHER);

    product.check(ARTICLE);

    assertThat(word(push)).isEqualTo(Word.DRIFTED);
    assertThat(word(untouched)).isEqualTo(Word.CONFIRMED);
  }
}
