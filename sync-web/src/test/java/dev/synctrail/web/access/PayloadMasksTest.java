package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.access.Right;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.web.rest.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMasksTest {

  /** Grants a given set of rights. */
  private static final class FixedRights extends Authorization {
    private final List<Right> rights;

    @SuppressWarnings("NullAway") // both methods that need the dependencies are overridden
    FixedRights(Right... rights) {
      super(null, null);
      this.rights = List.of(rights);
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }

    @Override
    public void require(Right right) {
      if (!may(right)) {
        throw Problem.of(403, "FORBIDDEN", right.name());
      }
    }
  }

  private static PayloadMasks masks(Authorization authorization, String... pointers) {
    return new PayloadMasks(
        authorization,
        pointers.length == 0 ? Optional.empty() : Optional.of(String.join(", ", pointers)));
  }

  private static String shown(String payload, String... pointers) {
    return masks(new FixedRights(), pointers).shown(Snapshot.ofText(payload)).text();
  }

  @Test
  void hides_only_the_configured_parts() {
    assertThat(
            shown(
                "{\"a\":1.50,\"auth\":{\"key\":\"k\",\"url\":\"u\"},\"list\":[{\"pin\":1},{\"pin\":{\"x\":2}}]}",
                "/auth/key",
                "/list/*/pin",
                "/nowhere/at/all"))
        .isEqualTo(
            "{\"a\":1.50,\"auth\":{\"key\":\"«masked»\",\"url\":\"u\"},"
                + "\"list\":[{\"pin\":\"«masked»\"},{\"pin\":\"«masked»\"}]}");
    assertThat(shown("{\"a/b\":{\"~\":1}}", "/a~1b/~0"))
        .isEqualTo("{\"a/b\":{\"~\":\"«masked»\"}}");
    assertThat(shown("[1,2]", "/1")).isEqualTo("[1,\"«masked»\"]");
  }

  @Test
  void returns_the_exact_bytes_to_callers_with_full_access() {
    String exact = "{ \"a\" : 1 }";
    assertThat(masks(new FixedRights(Right.UNMASKED), "/a").shown(Snapshot.ofText(exact)).text())
        .isEqualTo(exact);
    assertThat(shown(exact)).isEqualTo(exact);
  }

  @Test
  void rejects_payloads_that_it_cannot_mask() {
    assertThatThrownBy(() -> shown("{\"a\":1,\"cut of", "/a")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> masks(new FixedRights(), "/a").requireNothingHidden())
        .isInstanceOf(Problem.class);
    masks(new FixedRights()).requireNothingHidden();
    masks(new FixedRights(Right.UNMASKED), "/a").requireNothingHidden();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/auth", "/auth/key", "/auth/key/deeper", "/list/7/pin"})
  void rejects_searching_hidden_parts(String pointer) {
    PayloadMasks payloadMasks = masks(new FixedRights(), "/auth/key", "/list/*/pin");

    assertThatThrownBy(() -> payloadMasks.requireShown(pointer)).isInstanceOf(Problem.class);
  }

  @Test
  void allows_searching_other_parts() {
    PayloadMasks payloadMasks = masks(new FixedRights(), "/auth/key", "/list/*/pin");

    payloadMasks.requireShown("/auth/url");
    payloadMasks.requireShown("/list/7/name");
  }

  @Test
  void rejects_an_invalid_pointer_in_the_configuration() {
    assertThatThrownBy(() -> masks(new FixedRights(), "auth"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sync.mask.pointers");
  }
}
