package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.contract.FarSide;
import dev.synctrail.integration.contract.GatewayFailuresContract;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract with the stand-in, in the dialect of the subclass. */
abstract class OptimizelyGatewayContract extends GatewayFailuresContract {
  static final URI UNUSED_ADDRESS = URI.create("http://127.0.0.1:1");

  final StandIn standIn = StandIn.start();
  private final FarSide farSide = new StandInFarSide(standIn);
  private final PlatformGateway gateway = fixture().gateway();
  private int keys;

  abstract String version();

  Fixture fixture() {
    return new Fixture()
        .credentials("optimizely", standIn.baseUrl())
        .credentials("unreachable", UNUSED_ADDRESS)
        .credentials("elsewhere", UNUSED_ADDRESS);
  }

  @AfterEach
  void close() {
    standIn.close();
  }

  @Override
  protected PlatformGateway gateway() {
    return gateway;
  }

  @Override
  protected PlatformGateway withShortTimeout() {
    return fixture().with("sync.http.answer-timeout", "PT1S").gateway();
  }

  @Override
  protected FarSide farSide() {
    return farSide;
  }

  private Platform at(String id, URI url) {
    return Fixture.platform(id, url, version(), Map.of());
  }

  @Override
  protected Platform platform() {
    return at("optimizely", standIn.baseUrl());
  }

  @Override
  protected Platform stranger() {
    return at("stranger", standIn.baseUrl());
  }

  @Override
  protected Platform unreachable() {
    return at("unreachable", UNUSED_ADDRESS);
  }

  @Override
  protected Platform atForbiddenOrigin() {
    return at("elsewhere", standIn.baseUrl());
  }

  @Override
  protected TypeKey key() {
    return new TypeKey("Sample" + ++keys);
  }

  @Override
  protected Snapshot sample(TypeKey key) {
    return Samples.sample(key);
  }

  @Override
  protected Snapshot changed(TypeKey key) {
    return Samples.changed(key);
  }

  @Override
  protected Snapshot reduced(TypeKey key) {
    return Samples.reduced(key);
  }
}
