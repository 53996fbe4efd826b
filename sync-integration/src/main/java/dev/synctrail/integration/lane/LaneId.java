package dev.synctrail.integration.lane;

import dev.synctrail.platform.PlatformId;

/**
 * The name of a lane in the cluster, such as {@code optimizely-0}.
 *
 * @param slot from 0
 */
record LaneId(PlatformId platform, int slot) {

  static LaneId parse(String name) {
    int dash = name.lastIndexOf('-');
    return new LaneId(
        new PlatformId(name.substring(0, dash)), Integer.parseInt(name.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return platform + "-" + slot;
  }
}
