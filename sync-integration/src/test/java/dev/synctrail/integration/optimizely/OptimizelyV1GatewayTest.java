package dev.synctrail.integration.optimizely;

class OptimizelyV1GatewayTest extends OptimizelyGatewayContract {
  @Override
  String version() {
    return "v1";
  }
}
