package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessAudit.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.Normalizer;

/**
 * Decides which names users of an external issuer may have. In audit records a name identifies one
 * actor, so names must be unique and unambiguous.
 */
@ApplicationScoped
public class ExternalNames {
  private final AccessAudit accessAudit;

  @Inject
  ExternalNames(AccessAudit accessAudit) {
    this.accessAudit = accessAudit;
  }

  /**
   * Tells whether an external user may have a name. It must be plain, must not be or have been the
   * name of a local user or a token, and must not differ from a known name only by case.
   */
  boolean isAllowed(String name) {
    return isPlain(name) && accessAudit.review().stream().noneMatch(known -> isTaken(known, name));
  }

  private static boolean isTaken(Holder known, String name) {
    return known.name().equalsIgnoreCase(name)
        && (known.kind() != Holder.Kind.ELSEWHERE || !known.name().equals(name));
  }

  /** Tells whether a name contains no invisible characters and is in normalized form. */
  public static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.equals(name.strip())
        && name.codePoints().allMatch(ExternalNames::isVisible)
        && Normalizer.isNormalized(name, Normalizer.Form.NFC);
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> !isFiller(c);
    };
  }

  /** Letters and marks that are invisible. */
  private static boolean isFiller(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
