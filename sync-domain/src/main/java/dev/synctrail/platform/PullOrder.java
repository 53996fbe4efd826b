package dev.synctrail.platform;

import dev.synctrail.contenttype.TypeKey;
import org.jspecify.annotations.Nullable;

/**
 * One content type to be read, or removed, on one platform.
 *
 * @param purpose what its reads are for
 * @param known the entity tag of what is known already, or null to be told whatever is there
 * @param log where every request is reported
 */
public record PullOrder(
    Platform platform,
    TypeKey typeKey,
    RequestPurpose purpose,
    @Nullable String known,
    ExchangeLog log) {

  /** An order that knows nothing yet. */
  public PullOrder(Platform platform, TypeKey typeKey, ExchangeLog log) {
    this(platform, typeKey, RequestPurpose.READ, null, log);
  }
}
