package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pulled type can be pushed again, also to a platform that does not have it. */
class PulledTypesTest {
  private static final TypeKey KEY = new TypeKey("PulledBlock");

  private final StandIn standIn = StandIn.start();
  private final PlatformGateway gateway =
      new Fixture().credentials("optimizely", standIn.baseUrl()).gateway();
  private final RecordingLog log = new RecordingLog();

  @AfterEach
  void close() {
    standIn.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1|\"baseType\":\"_component\",\"properties\":{\"file\":{\"type\":\"binary\"}}",
        "preview3|\"baseType\":\"_component\",\"properties\":{\"file\":{\"type\":\"binary\"}}",
        "v1|\"baseType\":\"_element\"",
        "v1|\"baseType\":\"_component\",\"isContract\":true",
        "v1|\"baseType\":\"_page\",\"accessRights\":[]",
        "v1|\"baseType\":\"_page\",\"accessRights\":[{\"name\":\"Editors\",\"type\":\"role\"}]",
        "v1|\"baseType\":\"_experience\",\"properties\":{\"c\":{\"type\":\"composition\"}}",
        "v1|\"baseType\":\"_page\",\"properties\":{\"t\":{\"type\":\"richText\","
            + "\"displayMode\":\"hidden\",\"editorSettings\":{\"preset\":\"minimal\"}}}",
        "v1|\"baseType\":\"_page\",\"properties\":{\"r\":{\"type\":\"contentReference\","
            + "\"contentType\":\"Hero\",\"allowedTypes\":[]}}",
      })
  void a_pulled_type_can_be_pushed_again(String version, String members) {
    Platform platform = Fixture.platform("optimizely", standIn.baseUrl(), version, Map.of());
    standIn.edit("{\"key\":\"" + KEY + "\",\"displayName\":\"Pulled\"," + members + "}");
    JsonObject held = standIn.stored(KEY.value()).orElseThrow();
    Snapshot pulled =
        gateway.pull(new PullOrder(platform, KEY, log)).live().orElseThrow().content();

    assertThat(gateway.contentModel().checkForPush(ContentType.read(KEY, pulled))).isEmpty();
    assertThat(push(platform, pulled)).isEqualTo(Operation.NONE);

    standIn.remove(KEY.value());
    assertThat(push(platform, pulled)).isEqualTo(Operation.CREATE);
    assertThat(settable(standIn.stored(KEY.value()).orElseThrow())).isEqualTo(settable(held));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"key\":null,"})
  void a_content_without_its_key_is_sent_with_the_key(String key) {
    Platform platform = Fixture.platform("optimizely", standIn.baseUrl(), "v1", Map.of());
    Snapshot content =
        Snapshot.ofText("{" + key + "\"displayName\":\"Unnamed\",\"baseType\":\"_page\"}");

    assertThat(gateway.contentModel().check(ContentType.read(KEY, content))).isEmpty();
    assertThat(push(platform, content)).isEqualTo(Operation.CREATE);
    assertThat(standIn.keys()).isEqualTo(List.of(KEY.value()));
    assertThat(push(platform, content)).isEqualTo(Operation.NONE);
  }

  private @Nullable Operation push(Platform platform, Snapshot wanted) {
    return gateway
        .push(new PushOrder(platform, KEY, wanted, PushOptions.NONE, null, log))
        .operation();
  }

  private static JsonObject settable(JsonObject type) {
    return TypeJson.settable(type);
  }
}
