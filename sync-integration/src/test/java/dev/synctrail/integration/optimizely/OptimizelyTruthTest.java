package dev.synctrail.integration.optimizely;

import static dev.synctrail.tracking.InMemoryTrail.CMS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.FarEnd;
import dev.synctrail.drift.TruthContract;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/** Compares the recorded results with the state of the stand-in, over HTTP. */
class OptimizelyTruthTest extends TruthContract {
  private final StandIn standIn = StandIn.start();
  private final PlatformGateway gateway =
      new Fixture().credentials(CMS.value(), standIn.baseUrl()).gateway();

  @AfterProperty
  void close() {
    standIn.close();
  }

  @Property(tries = 60)
  void every_result_matches_the_actual_state_of_the_platform(
      @ForAll("actions") List<Action> actions) {
    assertVerdictsAfter(actions);
  }

  /** Crashes of this server do not happen on the network; the crash matrix tests them. */
  @Override
  protected Set<FarEnd.Trouble> troubles() {
    return EnumSet.complementOf(
        EnumSet.of(FarEnd.Trouble.KILLED_BEFORE, FarEnd.Trouble.KILLED_AFTER));
  }

  @Override
  protected FarEnd empty() {
    standIn.reset();
    return new BehindHttp(standIn, gateway);
  }

  private record BehindHttp(StandIn standIn, PlatformGateway gateway) implements FarEnd {
    private static final String WRITES = "POST|PATCH|DELETE";

    @Override
    public Platform platform() {
      return Fixture.platform(CMS.value(), standIn.baseUrl(), "v1", Map.of());
    }

    @Override
    public Optional<Integer> held(TypeKey typeKey) {
      return standIn
          .stored(typeKey.value())
          .map(stored -> Integer.valueOf(stored.getString("displayName")));
    }

    @Override
    public void holds(TypeKey typeKey, int content) {
      standIn.edit(FarEnd.content(typeKey, content));
    }

    @Override
    public void lacks(TypeKey typeKey) {
      standIn.remove(typeKey.value());
    }

    @Override
    public void befall(TypeKey typeKey, Trouble trouble) {
      String one = "/contenttypes/" + typeKey;
      standIn.script(
          switch (trouble) {
            case ANSWER_LOST -> Rule.once(WRITES, "/contenttypes*", Fault.reset(true));
            case WRITE_LOST -> Rule.once(WRITES, "/contenttypes*", Fault.reset(false));
            case UNREADABLE -> new Rule("GET", one, 2, 1, Fault.status(503));
            case REFUSED -> Rule.once("GET", one, Fault.status(403));
            case KILLED_BEFORE, KILLED_AFTER -> throw new AssertionError(trouble);
          });
    }

    @Override
    public void calm() {
      standIn.clearScript();
    }
  }
}
