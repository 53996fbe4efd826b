package dev.synctrail.integration.lane;

import java.time.Duration;

/**
 * Settings of the durable work.
 *
 * @param perPlatform how many syncs of one platform the cluster processes concurrently
 * @param threads how many lanes one server runs concurrently
 * @param poll interval at which the backlog is checked when no lane is woken
 * @param heartbeat interval of the heartbeat of a server; after four missed ones its lanes are
 *     taken over
 * @param lease how long a system that records its own syncs may be silent
 * @param stopWait how long a stopping server waits for running work
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
