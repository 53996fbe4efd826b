package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pinning;
import dev.synctrail.deployment.Pins;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Intent;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.run.PinAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Removes pins. The audit entry commits in the same transaction. */
@ApplicationScoped
@Needs(Right.ACTION)
@Transactional
public class PinChanges {
  private final Pins pins;
  private final Pinning pinning;
  private final Authorization authorization;

  @Inject
  PinChanges(Pins pins, Pinning pinning, Authorization authorization) {
    this.pins = pins;
    this.pinning = pinning;
    this.authorization = authorization;
  }

  /** Removes the pin of a type and returns whether there was one. */
  public boolean remove(PlatformId platform, TypeKey typeKey, String reason) {
    Optional<Pin> pin = pins.holding(platform, typeKey);
    Intent.Cause cause =
        new Intent.Cause(authorization.caller().name(), null, reason, null, null, null, null);
    if (pin.isEmpty() || !pinning.remove(platform, typeKey, cause)) {
      return false;
    }
    authorization.changed(PinAnswer.of(pin.get()), null);
    return true;
  }
}
