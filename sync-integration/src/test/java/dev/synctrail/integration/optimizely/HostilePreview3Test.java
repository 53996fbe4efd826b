package dev.synctrail.integration.optimizely;

/** Optimizely preview3 that answers as it likes. */
class HostilePreview3Test extends HostileOptimizelyTest {

  @Override
  String version() {
    return "preview3";
  }
}
