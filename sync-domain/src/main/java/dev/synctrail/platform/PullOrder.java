package dev.synctrail.platform;

import dev.synctrail.contenttype.TypeKey;

/**
 * One content type to be read, or removed, on one platform.
 *
 * @param log where every request is reported
 */
public record PullOrder(Platform platform, TypeKey typeKey, ExchangeLog log) {}
