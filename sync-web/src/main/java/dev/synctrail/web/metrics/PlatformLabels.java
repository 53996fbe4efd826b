package dev.synctrail.web.metrics;

import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Labels by platform, but no more than {@value #MOST}: who records from outside may name any
 * platform, and each label costs memory here and in whatever collects.
 */
@ApplicationScoped
class PlatformLabels {
  static final int MOST = 100;
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
      if (known.size() < MOST) {
        known.add(name);
      }
      return known.contains(name) ? name : OTHER;
    }
  }
}
