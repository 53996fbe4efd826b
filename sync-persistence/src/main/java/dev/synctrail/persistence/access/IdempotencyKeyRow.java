package dev.synctrail.persistence.access;

import dev.synctrail.access.IdempotencyKeys;
import dev.synctrail.access.IdempotencyKeys.Answer;
import dev.synctrail.access.IdempotencyKeys.Claim;
import dev.synctrail.access.IdempotencyKeys.Verdict;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "idempotency_key")
class IdempotencyKeyRow {
  @SuppressWarnings("UnusedVariable") // read by JPA
  @EmbeddedId
  private Id id;

  private String request;
  private UUID claim;

  @Column(name = "claimed_at")
  private Instant claimedAt;

  private @Nullable Integer status;
  private @Nullable String headers;
  private byte @Nullable [] body;

  @SuppressWarnings("NullAway") // for JPA
  protected IdempotencyKeyRow() {}

  boolean isHeldBy(UUID claimant) {
    return status == null && claim.equals(claimant);
  }

  void answer(Answer answer) {
    status = answer.status();
    headers =
        String.join(
            "\n",
            answer.headers().stream()
                .map(header -> header.name() + ": " + header.value())
                .toList());
    body = answer.body().bytes();
  }

  Claim claimBy(Checksum other) {
    if (!request.equals(other.hex())) {
      return Claim.OTHER_REQUEST;
    }
    return status == null || headers == null || body == null
        ? Claim.RUNNING
        : new Claim(Verdict.ANSWERED, new Answer(status, lines(headers), Snapshot.of(body)));
  }

  private static List<Answer.Header> lines(String text) {
    return text.lines()
        .map(line -> line.split(": ", 2))
        .map(parts -> new Answer.Header(parts[0], parts[1]))
        .toList();
  }

  @Embeddable
  static class Id implements Serializable {
    private static final long serialVersionUID = 1L;

    private String caller;
    private String key;

    @SuppressWarnings("NullAway") // for JPA
    protected Id() {}

    Id(IdempotencyKeys.Key key) {
      this.caller = key.caller();
      this.key = key.value();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id that && caller.equals(that.caller) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return Objects.hash(caller, key);
    }
  }
}
