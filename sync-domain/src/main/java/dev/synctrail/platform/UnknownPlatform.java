package dev.synctrail.platform;

/** Thrown when there is no platform of that id, or it was removed. */
public final class UnknownPlatform extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PlatformId id;

  public UnknownPlatform(PlatformId id) {
    super("Unknown platform: " + id);
    this.id = id;
  }

  /** Returns the requested id. */
  public PlatformId id() {
    return id;
  }
}
