package dev.synctrail.persistence.schema;

/** Fails the start of the server because its database is missing or a migration failed. */
final class SchemaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
