package dev.synctrail.drift;

import dev.synctrail.deployment.InMemoryEngine;

/** An engine that also reads back, for tests in other packages. */
public final class DriftWorld {
  private final InMemoryEngine engine;
  private final InMemoryDrift product;

  private DriftWorld(InMemoryEngine engine) {
    this.engine = engine;
    this.product = new InMemoryDrift(engine, engine.gateway(), InMemoryEngine.DRIFT);
  }

  /** Returns an engine without work. */
  public static DriftWorld idle() {
    return new DriftWorld(InMemoryEngine.idle());
  }

  /** Returns the engine. */
  public InMemoryEngine engine() {
    return engine;
  }

  /** Works until the backlog is empty. */
  public void run() {
    product.run();
  }
}
