package dev.synctrail.integration.lane;

import java.time.Duration;

/**
 * How the durable work is done.
 *
 * @param perPlatform how many syncs of one platform are worked on at once, in the whole cluster
 * @param threads how many lanes one server can hold at once
 * @param poll how often the backlog is looked at when nobody wakes a lane
 * @param heartbeat how often a server says that it lives; after four missed ones its lanes are
 *     taken over
 * @param lease how long a system that records its own syncs may be silent
 * @param stopWait how long a stopping server waits for what it has begun
 */
record LaneSettings(
    int perPlatform,
    int threads,
    Duration poll,
    Duration heartbeat,
    Duration stopWait,
    Duration lease) {
  static final int MISSED_HEARTBEATS = 4;

  LaneSettings {
    if (perPlatform < 1 || perPlatform > 64) {
      throw new IllegalArgumentException(
          "sync.lanes.per-platform must be 1 to 64, not " + perPlatform);
    }
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("sync.lanes.threads must be 1 to 256, not " + threads);
    }
    positive("sync.lanes.poll", poll);
    positive("sync.lanes.heartbeat", heartbeat);
    positive("sync.lanes.stop-wait", stopWait);
    positive("sync.tracking.lease", lease);
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " must be positive, not " + value);
    }
  }
}
