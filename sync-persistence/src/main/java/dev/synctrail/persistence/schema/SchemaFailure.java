package dev.synctrail.persistence.schema;

/** The server must not start: its database is missing, or a migration did not go through. */
final class SchemaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
