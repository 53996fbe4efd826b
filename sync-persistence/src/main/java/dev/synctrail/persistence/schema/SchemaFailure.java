package dev.synctrail.persistence.schema;

/** Fails the start of the server because its database is missing or a migration failed. */
final class SchemaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SchemaFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Adds the message of the root cause, in one line as the launcher expects it. */
  static SchemaFailure of(String what, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return new SchemaFailure("Synctrail cannot start: " + what + ": " + reason, cause);
  }
}
