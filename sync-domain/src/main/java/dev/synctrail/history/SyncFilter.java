package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which syncs are wanted: those that fit every criterion that is given.
 *
 * @param period of {@code startedAt}
 * @param deployment the push run they are part of
 * @param retrieval the pull run they are part of
 * @param httpClass the first digit of the deciding answer's status, 1 to 5
 * @param errorText beginnings of words that are all in the error message, whatever their case;
 *     {@code "…"} for a phrase, {@code or}, and {@code -} before a word that must not be there
 * @param holding what is in the payload that was sent or intended, or that a pull was answered
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
  /** Every sync there is. */
  public static final SyncFilter ALL = builder().build();

  /**
   * @throws IllegalArgumentException when {@code httpClass} is not a class of HTTP statuses
   */
  public SyncFilter {
    if (httpClass != null && (httpClass < 1 || httpClass > 5)) {
      throw new IllegalArgumentException("An HTTP status class must be 1 to 5, not " + httpClass);
    }
  }

  /** Begins a filter that lets everything through. */
  public static Builder builder() {
    return new Builder();
  }

  /** Adds criteria one by one; null leaves one open. */
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

    public Builder typeKey(@Nullable TypeKey wanted) {
      typeKey = wanted;
      return this;
    }

    public Builder platform(@Nullable PlatformId wanted) {
      platform = wanted;
      return this;
    }

    public Builder status(@Nullable SyncStatus wanted) {
      status = wanted;
      return this;
    }

    public Builder direction(@Nullable Direction wanted) {
      direction = wanted;
      return this;
    }

    public Builder operation(@Nullable Operation wanted) {
      operation = wanted;
      return this;
    }

    public Builder period(Period wanted) {
      period = wanted;
      return this;
    }

    public Builder deployment(@Nullable RunId wanted) {
      deployment = wanted;
      return this;
    }

    public Builder retrieval(@Nullable RunId wanted) {
      retrieval = wanted;
      return this;
    }

    public Builder versionHash(@Nullable String wanted) {
      versionHash = wanted;
      return this;
    }

    public Builder versionId(@Nullable String wanted) {
      versionId = wanted;
      return this;
    }

    public Builder actor(@Nullable String wanted) {
      actor = wanted;
      return this;
    }

    public Builder failureClass(@Nullable FailureClass wanted) {
      failureClass = wanted;
      return this;
    }

    public Builder httpClass(@Nullable Integer wanted) {
      httpClass = wanted;
      return this;
    }

    public Builder errorText(@Nullable String wanted) {
      errorText = wanted;
      return this;
    }

    public Builder dryRun(@Nullable Boolean wanted) {
      dryRun = wanted;
      return this;
    }

    public Builder holding(@Nullable Holding wanted) {
      holding = wanted;
      return this;
    }

    /** Ends the filter. */
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
