package dev.synctrail.integration.optimizely;

class OptimizelyPreview3GatewayTest extends OptimizelyGatewayContract {
  @Override
  String version() {
    return "preview3";
  }
}
