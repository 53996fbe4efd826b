package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import org.jspecify.annotations.Nullable;

/**
 * Selects the syncs that match all given criteria.
 *
 * @param period the period of {@code startedAt}
 * @param deployment the push run that they belong to
 * @param retrieval the pull run that they belong to
 * @param httpClass the first digit of the HTTP status of the deciding response, 1 to 5
 * @param errorText prefixes of words that must all occur in the error message, ignoring case.
 *     Supports {@code "…"} for a phrase, {@code or}, and {@code -} to exclude a word
 * @param holding content of the payload that was sent or intended, or that a pull received
 */
public record SyncFilter(
    @Nullable TypeKey typeKey,
    @Nullable PlatformId platform,
    @Nullable SyncStatus status,
    @Nullable Direction direction,
    @Nullable Operation operation,
    Period period,
    @Nullable RunId deployment,
    @Nullable RunId retrieval,
    @Nullable String versionHash,
    @Nullable String versionId,
    @Nullable String actor,
    @Nullable FailureClass failureClass,
    @Nullable Integer httpClass,
    @Nullable String errorText,
    @Nullable Boolean dryRun,
    @Nullable Holding holding) {
  /** Matches all syncs. */
  public static final SyncFilter ALL = builder().build();

  /**
   * @throws IllegalArgumentException if {@code httpClass} is not a class of HTTP statuses
   */
  public SyncFilter {
    if (httpClass != null && (httpClass < 1 || httpClass > 5)) {
      throw new IllegalArgumentException("An HTTP status class must be 1 to 5, not " + httpClass);
    }
  }

  /** Returns a builder for a filter that initially matches all syncs. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a filter; a null criterion matches everything. */
  public static final class Builder {
    private @Nullable TypeKey typeKey;
    private @Nullable PlatformId platform;
    private @Nullable SyncStatus status;
    private @Nullable Direction direction;
    private @Nullable Operation operation;
    private Period period = Period.ALWAYS;
    private @Nullable RunId deployment;
    private @Nullable RunId retrieval;
    private @Nullable String versionHash;
    private @Nullable String versionId;
    private @Nullable String actor;
    private @Nullable FailureClass failureClass;
    private @Nullable Integer httpClass;
    private @Nullable String errorText;
    private @Nullable Boolean dryRun;
    private @Nullable Holding holding;

    private Builder() {}

    public Builder typeKey(@Nullable TypeKey value) {
      typeKey = value;
      return this;
    }

    public Builder platform(@Nullable PlatformId value) {
      platform = value;
      return this;
    }

    public Builder status(@Nullable SyncStatus value) {
      status = value;
      return this;
    }

    public Builder direction(@Nullable Direction value) {
      direction = value;
      return this;
    }

    public Builder operation(@Nullable Operation value) {
      operation = value;
      return this;
    }

    public Builder period(Period value) {
      period = value;
      return this;
    }

    public Builder deployment(@Nullable RunId value) {
      deployment = value;
      return this;
    }

    public Builder retrieval(@Nullable RunId value) {
      retrieval = value;
      return this;
    }

    public Builder versionHash(@Nullable String value) {
      versionHash = value;
      return this;
    }

    public Builder versionId(@Nullable String value) {
      versionId = value;
      return this;
    }

    public Builder actor(@Nullable String value) {
      actor = value;
      return this;
    }

    public Builder failureClass(@Nullable FailureClass value) {
      failureClass = value;
      return this;
    }

    public Builder httpClass(@Nullable Integer value) {
      httpClass = value;
      return this;
    }

    public Builder errorText(@Nullable String value) {
      errorText = value;
      return this;
    }

    public Builder dryRun(@Nullable Boolean value) {
      dryRun = value;
      return this;
    }

    public Builder holding(@Nullable Holding value) {
      holding = value;
      return this;
    }

    public SyncFilter build() {
      return new SyncFilter(
          typeKey,
          platform,
          status,
          direction,
          operation,
          period,
          deployment,
          retrieval,
          versionHash,
          versionId,
          actor,
          failureClass,
          httpClass,
          errorText,
          dryRun,
          holding);
    }
  }
}
