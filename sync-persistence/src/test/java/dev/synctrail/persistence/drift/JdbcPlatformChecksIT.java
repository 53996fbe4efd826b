package dev.synctrail.persistence.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPlatformChecksIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcPlatformChecks platformChecks = new JdbcPlatformChecks(database.dataSource());

  @Test
  void stores_skipped_items_in_order() {
    UUID id = SyncId.at(NOON).value();
    platformChecks.add(
        new PlatformCheck(id, CMS, "ann", null, NOON, null, 0, null, null, List.of()));
    assertThat(platformChecks.find(id).orElseThrow().skipped()).isEmpty();
    List<TypeListing.Skipped> skipped =
        List.of(
            new TypeListing.Skipped("b, \"{c}\"", "The key is none"),
            new TypeListing.Skipped("a", "It is listed twice"));

    platformChecks.begun(id, List.of(UUID.randomUUID()), skipped, NOON);

    assertThat(platformChecks.find(id).orElseThrow().skipped()).isEqualTo(skipped);
    assertThat(platformChecks.open(CMS).orElseThrow().total()).isEqualTo(1);
    assertThat(platformChecks.list(CMS, null, false, 9))
        .extracting(PlatformCheck::skipped)
        .containsExactly(skipped);
  }
}
