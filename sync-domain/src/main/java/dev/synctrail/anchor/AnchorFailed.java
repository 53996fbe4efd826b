package dev.synctrail.anchor;

/** Thrown if a place outside could not be told a checkpoint. It is tried again. */
public final class AnchorFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, in one line without anything that the place has sent
   */
  public AnchorFailed(String message) {
    super(message);
  }
}
