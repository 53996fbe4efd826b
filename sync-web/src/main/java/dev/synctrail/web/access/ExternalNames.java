package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessAudit.Holder;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.text.Normalizer;

/**
 * Tells which name somebody may have whom only another issuer knows: in the records a name means
 * one actor, and must look like one.
 */
@Dependent
class ExternalNames {
  private final AccessAudit accessAudit;

  @Inject
  ExternalNames(AccessAudit accessAudit) {
    this.accessAudit = accessAudit;
  }

  /**
   * Tells whether a name is plain, and neither is nor was that of a person with a password here or
   * of a token, nor differs from a known one by case alone.
   */
  boolean mayBe(String name) {
    return isPlain(name) && accessAudit.review().stream().noneMatch(known -> isTaken(known, name));
  }

  private static boolean isTaken(Holder known, String name) {
    return known.name().equalsIgnoreCase(name)
        && (known.kind() != Holder.Kind.ELSEWHERE || !known.name().equals(name));
  }

  /** Tells whether a name is what it looks like: without what nobody sees, and in one spelling. */
  static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.equals(name.strip())
        && name.codePoints().allMatch(ExternalNames::isSeen)
        && Normalizer.isNormalized(name, Normalizer.Form.NFC);
  }

  private static boolean isSeen(int c) {
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

  /** Letters and marks that are drawn as nothing. */
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
