package dev.synctrail.persistence.flowcontrol;

/**
 * SQL conditions under which a row {@code other} of the backlog precedes the row {@code b}. Lanes
 * and the queue views use the same conditions.
 */
public final class Precedence {
  private static final String SAME_TYPE =
      " b.kind not in ('LISTING', 'PLATFORM_CHECK')"
          + " and other.platform = b.platform and other.type_key = b.type_key"
          + " and (other.lane is not null"
          + " or (other.kind = 'SYNC' and other.trail_id < b.trail_id%s)) ";

  /** {@code other} belongs to an earlier stage of the same run on the same platform. */
  public static final String EARLIER_STAGE =
      " other.run_id = b.run_id and other.platform = b.platform and other.stage < b.stage ";

  /** Of the entries of a batch, only the first is taken, and only while none of them is running. */
  public static final String SAME_BATCH =
      " b.together and b.times = 0"
          + " and other.run_id = b.run_id and other.stage = b.stage and other.together"
          + " and (other.lane is not null or (other.times = 0 and other.trail_id < b.trail_id)) ";

  private Precedence() {}

  /**
   * {@code other} has the same type and is running, or is an earlier sync of it.
   *
   * @param frozen whether a change freeze is in effect; syncs that write then wait, and others do
   *     not wait for them
   */
  public static String sameType(boolean frozen) {
    return SAME_TYPE.formatted(frozen ? " and not" + writes("other") : "");
  }

  /** Returns the condition that a row would write to its platform. */
  public static String writes(String row) {
    return " exists (select 1 from sync s where s.id = %1$s.trail_id and %1$s.kind = 'SYNC'"
            .formatted(row)
        + " and s.direction = 'PUSH' and not s.dry_run and s.status = 'IN_PROGRESS') ";
  }
}
