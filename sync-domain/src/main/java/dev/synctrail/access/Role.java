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
 * A role: a set of rights.
 *
 * <p>Every role includes the rights of {@code VIEWER}; {@code ADMIN} has all rights. An auditor
 * sees everything and changes nothing. An operator makes changes and sees payloads except for
 * masked values. A caller can have both roles.
 */
public enum Role {
  /** Views the history without payloads. */
  VIEWER,
  /** Views and exports everything, including the access log. */
  AUDITOR,
  /** Pushes, pulls, retries and edits, and views the data required for that. */
  OPERATOR,
  /** Has all rights. */
  ADMIN;

  /** Returns the rights of the role. */
  public Set<Right> rights() {
    return switch (this) {
      case VIEWER -> EnumSet.of(SELF, METADATA);
      case AUDITOR -> EnumSet.of(SELF, METADATA, PAYLOAD, UNMASKED, EXPORT, AUDIT);
      case OPERATOR -> EnumSet.of(SELF, METADATA, PAYLOAD, EXPORT, ACTION);
      case ADMIN -> EnumSet.allOf(Right.class);
    };
  }
}
