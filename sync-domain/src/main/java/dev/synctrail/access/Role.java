package dev.synctrail.access;

import static dev.synctrail.access.Right.ACTION;
import static dev.synctrail.access.Right.AUDIT;
import static dev.synctrail.access.Right.EXPORT;
import static dev.synctrail.access.Right.METADATA;
import static dev.synctrail.access.Right.PAYLOAD;
import static dev.synctrail.access.Right.SELF;
import static dev.synctrail.access.Right.UNMASKED;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a caller is, as a set of rights.
 *
 * <p>{@code VIEWER} is in every other, {@code ADMIN} has everything. An auditor sees all and
 * changes nothing; an operator acts and sees payloads as far as they are not masked. Who is to do
 * both is given both.
 */
public enum Role {
  /** Sees the history, without payloads. */
  VIEWER,
  /** Sees everything, exports it, and sees who else has. */
  AUDITOR,
  /** Pushes, pulls, retries and edits, and sees what that takes. */
  OPERATOR,
  /** May do everything. */
  ADMIN;

  /** Returns everything the role may do. */
  public Set<Right> rights() {
    return switch (this) {
      case VIEWER -> EnumSet.of(SELF, METADATA);
      case AUDITOR -> EnumSet.of(SELF, METADATA, PAYLOAD, UNMASKED, EXPORT, AUDIT);
      case OPERATOR -> EnumSet.of(SELF, METADATA, PAYLOAD, EXPORT, ACTION);
      case ADMIN -> EnumSet.allOf(Right.class);
    };
  }
}
