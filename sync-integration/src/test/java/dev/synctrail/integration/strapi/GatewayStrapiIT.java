package dev.synctrail.integration.strapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.integration.contract.GatewayContract;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on a real Strapi; only {@code mvn -Pstrapi} runs it. */
@Tag("strapi")
class GatewayStrapiIT extends GatewayContract {
  private static EmbeddedPostgres database;
  private static RealStrapi strapi;
  private static PlatformGateway gateway;
  private static int keys;

  @BeforeAll
  static void start() throws IOException {
    database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    strapi =
        RealStrapi.start("postgresql://postgres@localhost:" + database.getPort() + "/postgres");
    gateway =
        new Fixture()
            .patient()
            .with("sync.strapi.restart.pause", "PT0.5S")
            .with("sync.strapi.restart.at-most", "PT2M")
            .credentials("strapi", strapi.uri(), RealStrapi.EMAIL, RealStrapi.PASSWORD)
            .gateway();
  }

  @AfterAll
  static void close() throws IOException {
    strapi.close();
    database.close();
  }

  @Override
  protected PlatformGateway gateway() {
    return gateway;
  }

  @Override
  protected Platform platform() {
    return Fixture.platform("strapi", strapi.uri(), "v5", Map.of());
  }

  @Override
  protected Platform stranger() {
    return Fixture.platform("stranger", strapi.uri(), "v5", Map.of());
  }

  /**
   * The form in which a type was pulled must be usable to create and to change it, relations
   * included.
   */
  @Test
  void a_pulled_type_can_be_created_again_and_changed_in_that_form() {
    TypeKey key = key();
    given(key, sample(key));
    Snapshot pulled = live(key).content();
    gateway.push(removal(key, null));
    assertThat(gateway.push(order(key, pulled)).operation()).isEqualTo(Operation.CREATE);
    Snapshot another = Snapshot.ofText(pulled.text().replace("A sample", "Another"));
    PushResult changed = gateway.push(order(key, another));
    assertThat(changed.operation()).isEqualTo(Operation.UPDATE);
    assertThat(changed.isPartial()).isFalse();
    assertThat(gateway.push(order(key, another)).operation()).isEqualTo(Operation.NONE);
  }

  @Override
  protected TypeKey key() {
    return new TypeKey("sample_" + ++keys);
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
