package dev.synctrail.platform;

import dev.synctrail.platform.PlatformGateway.SettingError;
import java.util.List;
import java.util.stream.Collectors;

/** A platform cannot be as it is wanted, for every reason that is named. */
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

  /** Returns what is wrong, all of it. */
  public List<SettingError> errors() {
    return errors;
  }
}
