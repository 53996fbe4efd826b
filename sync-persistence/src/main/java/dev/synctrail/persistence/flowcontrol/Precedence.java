package dev.synctrail.persistence.flowcontrol;

/**
 * What has to go before an entry of the backlog, in SQL, so that people are told what lanes do: a
 * row {@code other} has to go before the row {@code b}.
 */
public final class Precedence {
  private static final String OF_ITS_TYPE =
      " b.kind not in ('LISTING', 'SURVEY')"
          + " and other.platform = b.platform and other.type_key = b.type_key"
          + " and (other.lane is not null"
          + " or (other.kind = 'SYNC' and other.trail_id < b.trail_id%s)) ";

  /** None of an earlier stage of its order is open on its platform. */
  public static final String OF_AN_EARLIER_STAGE =
      " other.run_id = b.run_id and other.platform = b.platform and other.stage < b.stage ";

  /** Of those that are taken together only the first is, and it while nobody is at any of them. */
  public static final String OF_ITS_BATCH =
      " b.together and b.times = 0"
          + " and other.run_id = b.run_id and other.stage = b.stage and other.together"
          + " and (other.lane is not null or (other.times = 0 and other.trail_id < b.trail_id)) ";

  private Precedence() {}

  /**
   * Nobody works on another of its type, and no sync of it comes before.
   *
   * @param frozen whether nothing is changed now; what would be then waits and is not waited for
   */
  public static String ofItsType(boolean frozen) {
    return OF_ITS_TYPE.formatted(frozen ? " and not" + writes("other") : "");
  }

  /** Tells of a row that it would change something on its platform. */
  public static String writes(String row) {
    return " exists (select 1 from sync s where s.id = %1$s.trail_id and %1$s.kind = 'SYNC'"
            .formatted(row)
        + " and s.direction = 'PUSH' and not s.dry_run and s.status = 'IN_PROGRESS') ";
  }
}
