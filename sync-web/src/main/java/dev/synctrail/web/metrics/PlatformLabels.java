package dev.synctrail.web.metrics;

import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Labels metrics by platform, limited to {@value #MAX_LABELS} platforms. External systems can
 * record syncs with any platform name, and each label costs memory here and in the metrics backend.
 */
@ApplicationScoped
class PlatformLabels {
  static final int MAX_LABELS = 100;
  static final String OTHER = "_other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Tag of(PlatformId platform) {
    return new Tag("platform", known(platform.value()));
  }

  private String known(String name) {
    if (known.contains(name)) {
      return name;
    }
    synchronized (known) {
      if (known.size() < MAX_LABELS) {
        known.add(name);
      }
      return known.contains(name) ? name : OTHER;
    }
  }
}
