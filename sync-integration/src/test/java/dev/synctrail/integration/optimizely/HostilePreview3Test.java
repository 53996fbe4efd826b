package dev.synctrail.integration.optimizely;

/** The contract for arbitrary responses, with Optimizely preview3. */
class HostilePreview3Test extends HostileOptimizelyTest {

  @Override
  String version() {
    return "preview3";
  }
}
