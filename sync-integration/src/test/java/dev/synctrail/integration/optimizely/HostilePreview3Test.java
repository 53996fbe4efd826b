package dev.synctrail.integration.optimizely;

import java.util.Set;
import java.util.stream.Collectors;

/** The contract for arbitrary responses, with Optimizely preview3. */
class HostilePreview3Test extends HostileOptimizelyTest {

  @Override
  String version() {
    return "preview3";
  }

  /** It has no manifest, so a batch is pushed type by type. */
  @Override
  protected Set<String> kinds() {
    return super.kinds().stream()
        .filter(kind -> !kind.equals("POST /manifest"))
        .collect(Collectors.toSet());
  }
}
