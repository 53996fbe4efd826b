package dev.synctrail.drift;

import static dev.synctrail.tracking.InMemoryTrail.CMS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.Platform;
import dev.synctrail.startup.TestClock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TruthTest extends TruthContract {

  @Property(tries = 500)
  void every_verdict_matches_the_actual_state_of_the_platform(
      @ForAll("actions") List<Action> actions) {
    assertVerdictsAfter(actions);
  }

  @Override
  protected Set<FarEnd.Trouble> troubles() {
    return EnumSet.allOf(FarEnd.Trouble.class);
  }

  @Override
  protected FarEnd empty() {
    return new InMemory(new InMemoryGateway(new TestClock()));
  }

  private record InMemory(InMemoryGateway memory) implements FarEnd {
    @Override
    public PlatformGateway gateway() {
      return memory;
    }

    @Override
    public Platform platform() {
      return memory.platform(CMS);
    }

    @Override
    public Optional<Integer> held(TypeKey typeKey) {
      return memory.held(typeKey).map(content -> content.charAt(content.length() - 3) - '0');
    }

    @Override
    public void holds(TypeKey typeKey, int content) {
      memory.holds(typeKey, FarEnd.content(typeKey, content));
    }

    @Override
    public void lacks(TypeKey typeKey) {
      memory.lacks(typeKey);
    }

    @Override
    public void befall(TypeKey typeKey, Trouble trouble) {
      switch (trouble) {
        case ANSWER_LOST -> memory.next(RequestPurpose.WRITE, FailureCase.lost(true));
        case WRITE_LOST -> memory.next(RequestPurpose.WRITE, FailureCase.lost(false));
        case KILLED_BEFORE -> memory.next(RequestPurpose.WRITE, FailureCase.death(false));
        case KILLED_AFTER -> memory.next(RequestPurpose.WRITE, FailureCase.death(true));
        case UNREADABLE -> memory.next(RequestPurpose.READ_BACK, FailureCase.unreachable());
        case REFUSED ->
            memory.next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
      }
    }

    @Override
    public void calm() {
      memory.forget(RequestPurpose.READ);
      memory.forget(RequestPurpose.WRITE);
      memory.forget(RequestPurpose.READ_BACK);
    }
  }
}
