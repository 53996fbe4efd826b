package dev.synctrail.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.Committing;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.Versions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link Pins}. */
public abstract class PinsContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  private static final TypeKey HERO = new TypeKey("HeroBlock");
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PlatformId SHOP = new PlatformId("shop");
  private static final Pin.Ended REMOVED =
      new Pin.Ended(Pin.Cause.REMOVED, NOON.plusSeconds(9), "eve", "fixed");

  private Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);

  /** Returns empty pins. */
  protected abstract Pins pins();

  /** Returns the syncs of the pushes that roll back. */
  protected abstract Syncs syncs();

  /** Returns the versions. */
  protected abstract Versions versions();

  /** Makes what was written so far visible to later reads. */
  protected void commit() {}

  private VersionId stored(TypeKey typeKey, String name) {
    clock = Clock.offset(clock, Duration.ofSeconds(1));
    VersionId id =
        new Committing(versions(), clock)
            .commit(
                Committing.Commit.onHead(
                    ContentType.read(
                        typeKey,
                        Snapshot.ofText(
                            "{\"baseType\":\"_page\",\"displayName\":\"" + name + "\"}")),
                    VersionSource.UI,
                    "ann",
                    null))
            .version()
            .id();
    commit();
    return id;
  }

  private Sync push(TypeKey typeKey) {
    Sync sync =
        Sync.begin(
            new Intent(
                SyncId.at(NOON),
                typeKey,
                CMS,
                Direction.PUSH,
                new Intent.Cause("ann", null, null, null, null, null, null),
                PushOptions.NONE,
                Recorder.ENGINE,
                NOON),
            Sync.VersionLink.NONE,
            Sync.Target.NONE,
            null);
    syncs().add(sync);
    commit();
    return sync;
  }

  private Pin pinned(PlatformId platform, TypeKey typeKey, SyncId sync, VersionId newest) {
    Pin pin =
        new Pin(
            UUID.randomUUID(),
            platform,
            typeKey,
            sync,
            RunId.at(NOON),
            newest,
            typeKey.equals(HERO),
            typeKey.equals(HERO),
            NOON,
            "ann",
            "it broke the site",
            null);
    pins().add(pin);
    commit();
    return pin;
  }

  private Pin pinned(TypeKey typeKey) {
    return pinned(CMS, typeKey, push(typeKey).id(), stored(typeKey, "One"));
  }

  private void failed(Sync sync) {
    syncs()
        .update(
            sync.failed(Failure.of(FailureClass.FORBIDDEN, "no"), true, SettledBy.ANSWER, NOON));
    commit();
  }

  @Test
  void returns_a_pin_until_it_is_ended() {
    Pin pin = pinned(ARTICLE);
    assertThat(pins().holding(CMS, ARTICLE)).contains(pin);
    assertThat(pins().holding(CMS, TEASER)).isEmpty();
    assertThat(pins().holding(SHOP, ARTICLE)).isEmpty();

    pins().end(CMS, ARTICLE, REMOVED);
    pins().end(CMS, TEASER, REMOVED);
    commit();

    assertThat(pins().holding(CMS, ARTICLE)).isEmpty();
    Pin next = pinned(CMS, ARTICLE, pin.sync(), pin.newest());
    assertThat(pins().holding(CMS, ARTICLE)).contains(next);
  }

  @Test
  void replaces_an_earlier_pin() {
    VersionId newest = stored(ARTICLE, "One");
    pinned(CMS, ARTICLE, push(ARTICLE).id(), newest);
    Pin later = pinned(CMS, ARTICLE, push(ARTICLE).id(), newest);

    assertThat(pins().holding(CMS, ARTICLE)).contains(later);
    assertThat(pins().holding(ARTICLE)).hasSize(1);
  }

  @Test
  void a_version_stored_later_ends_it() {
    pinned(ARTICLE);

    stored(ARTICLE, "Two");

    assertThat(pins().holding(CMS, ARTICLE)).isEmpty();
    assertThat(pins().holding(ARTICLE)).isEmpty();
    assertThat(pins().holding(CMS, null, false, 9)).isEmpty();
  }

  @Test
  void a_rollback_that_failed_pins_nothing_until_a_retry_rolls_back() {
    Sync first = push(ARTICLE);
    pinned(CMS, ARTICLE, first.id(), stored(ARTICLE, "One"));
    assertThat(pins().holding(CMS, ARTICLE)).isPresent();
    failed(first);
    assertThat(pins().holding(CMS, ARTICLE)).isEmpty();

    Sync again = push(ARTICLE);
    assertThat(pins().retried(first.id(), again.id())).isTrue();
    commit();

    assertThat(pins().holding(CMS, ARTICLE).orElseThrow().sync()).isEqualTo(again.id());
    assertThat(pins().retried(first.id(), again.id())).isFalse();
  }

  @Test
  void applies_even_after_its_push_was_purged() {
    SyncId purged = SyncId.at(NOON);
    pinned(CMS, ARTICLE, purged, stored(ARTICLE, "One"));
    assertThat(pins().holding(CMS, ARTICLE)).isEmpty();

    pins().landed(purged);
    commit();

    assertThat(pins().holding(CMS, ARTICLE)).isPresent();
  }

  @Test
  void lists_active_pins_by_key_and_platform() {
    Pin article = pinned(ARTICLE);
    Pin hero = pinned(HERO);
    Pin teaser = pinned(TEASER);
    Pin other = pinned(SHOP, ARTICLE, article.sync(), article.newest());

    assertThat(pins().holding(CMS, null, false, 2)).containsExactly(article, hero);
    assertThat(pins().holding(CMS, HERO, false, 2)).containsExactly(teaser);
    assertThat(pins().holding(CMS, TEASER, true, 1)).containsExactly(hero);
    assertThat(pins().holding(ARTICLE)).containsExactly(article, other);
  }

  @Test
  void returns_the_types_that_a_deployment_skipped_even_if_their_pins_have_ended() {
    Pin article = pinned(ARTICLE);
    Pin hero = pinned(HERO);
    RunId run = RunId.at(NOON);
    pins().skipped(run, List.of(hero, article));
    pins().end(CMS, HERO, REMOVED);
    commit();

    assertThat(pins().skippedBy(run)).extracting(Pin::id).containsExactly(article.id(), hero.id());
    assertThat(pins().skippedBy(run)).extracting(Pin::ended).containsExactly(null, REMOVED);
    assertThat(pins().skippedBy(RunId.at(NOON))).isEmpty();
  }
}
