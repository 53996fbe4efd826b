package dev.synctrail.gateway;

import dev.synctrail.gateway.PlatformGateway.SettingError;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when the wanted settings of a platform are invalid; it lists every reason. */
public final class InvalidPlatform extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<SettingError> errors;

  public InvalidPlatform(List<SettingError> errors) {
    super(
        errors.stream()
            .map(error -> error.pointer() + ": " + error.detail())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** Returns all errors. */
  public List<SettingError> errors() {
    return errors;
  }
}
