package dev.synctrail.integration.optimizely.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The pending faults; each rule counts the requests that match it. */
final class Script {
  private record Line(Rule rule, AtomicLong seen) {}

  private final List<Line> lines = new ArrayList<>();

  synchronized void add(Rule rule) {
    lines.add(new Line(rule, new AtomicLong()));
  }

  synchronized void clear() {
    lines.clear();
  }

  synchronized Optional<Fault> next(String method, String path, String pathInVersion) {
    Optional<Fault> chosen = Optional.empty();
    for (Line line : lines) {
      if (line.rule.matches(method, path, pathInVersion)
          && line.rule.applies(line.seen.incrementAndGet())
          && chosen.isEmpty()) {
        chosen = Optional.of(line.rule.fault());
      }
    }
    return chosen;
  }
}
