package dev.synctrail.anchor;

import java.util.List;

/** Knows the places outside that the operator has configured. */
@FunctionalInterface
public interface AnchorTargets {
  List<AnchorTarget> all();
}
