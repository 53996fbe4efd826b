package dev.synctrail.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.IdempotencyKeys;
import dev.synctrail.access.IdempotencyKeys.Claim;
import dev.synctrail.access.IdempotencyKeysContract;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaIdempotencyKeysIT extends IdempotencyKeysContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("delete from idempotency_key").executeUpdate();
    database.commit();
  }

  @Override
  protected IdempotencyKeys keys() {
    return new JpaIdempotencyKeys(database.entityManager());
  }

  @Override
  protected void commit() {
    database.commit();
  }

  @Test
  void one_of_many_concurrent_callers_claims_the_key() {
    IdempotencyKeys.Key key = new IdempotencyKeys.Key("ci", "together");
    Checksum request = Checksum.of(new byte[0]);
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    List<CompletableFuture<Claim>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            database.elsewhere(
                                other ->
                                    new JpaIdempotencyKeys(other)
                                        .claim(key, request, UUID.randomUUID(), now))))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).filter(Claim.MINE::equals)).hasSize(1);
  }
}
