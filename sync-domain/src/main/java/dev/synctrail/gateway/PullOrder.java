package dev.synctrail.gateway;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Platform;
import org.jspecify.annotations.Nullable;

/**
 * An order to read or remove one content type on one platform.
 *
 * @param purpose the purpose of its reads
 * @param known the entity tag of the known state, or null to read any state
 * @param log the log to which every request is reported
 */
public record PullOrder(
    Platform platform,
    TypeKey typeKey,
    RequestPurpose purpose,
    @Nullable String known,
    ExchangeLog log) {

  /** Creates an order without a known state. */
  public PullOrder(Platform platform, TypeKey typeKey, ExchangeLog log) {
    this(platform, typeKey, RequestPurpose.READ, null, log);
  }
}
