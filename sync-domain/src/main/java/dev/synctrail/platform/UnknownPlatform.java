package dev.synctrail.platform;

/** There is no platform of that id, or not any more. */
public final class UnknownPlatform extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PlatformId id;

  public UnknownPlatform(PlatformId id) {
    super("Unknown platform: " + id);
    this.id = id;
  }

  /** Returns the id that was asked for. */
  public PlatformId id() {
    return id;
  }
}
