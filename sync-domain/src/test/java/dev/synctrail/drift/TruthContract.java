package dev.synctrail.drift;

import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.DriftVerdict.Word;
import dev.synctrail.drift.FarEnd.Trouble;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * We and others change the same types in any order while faults occur; afterwards every verdict
 * must match the real state. Extended for a platform in memory and for one behind its real gateway.
 */
public abstract class TruthContract {
  private static final List<TypeKey> TYPES =
      List.of(new TypeKey("Article"), new TypeKey("Teaser"), new TypeKey("Hero"));
  private static final int CONTENTS = 3;

  /** Returns the faults that the platform supports. */
  protected abstract Set<Trouble> troubles();

  /** Returns the platform without any types. */
  protected abstract FarEnd empty();

  /** One action, ours or of others. */
  protected sealed interface Action {}

  /**
   * A push of ours.
   *
   * @param meanwhile changes by others before it is sent
   * @param afterwards changes by others after its response, before it is read back
   */
  private record Ours(
      TypeKey typeKey,
      int content,
      OnConflict how,
      @Nullable Trouble trouble,
      @Nullable Theirs meanwhile,
      @Nullable Theirs afterwards)
      implements Action {}

  /**
   * A change by others.
   *
   * @param content 0 to remove the type
   */
  private record Theirs(TypeKey typeKey, int content) implements Action {}

  /** A check of the whole platform. */
  private record Check() implements Action {}

  @Provide
  protected Arbitrary<List<Action>> actions() {
    Arbitrary<TypeKey> types = Arbitraries.of(TYPES);
    Arbitrary<Theirs> theirs =
        Combinators.combine(types, Arbitraries.integers().between(0, CONTENTS)).as(Theirs::new);
    Arbitrary<Ours> ours =
        Combinators.combine(
                types,
                Arbitraries.integers().between(1, CONTENTS),
                Arbitraries.of(OnConflict.REFUSE, OnConflict.OVERWRITE),
                Arbitraries.of(troubles()).injectNull(0.6),
                theirs.injectNull(0.7),
                theirs.injectNull(0.7))
            .as(TruthContract::ours);
    Arbitrary<Action> any =
        Arbitraries.frequencyOf(
            Tuple.of(5, ours.map(Action.class::cast)),
            Tuple.of(3, theirs.map(Action.class::cast)),
            Tuple.of(1, Arbitraries.just(new Check())));
    return any.list().ofMaxSize(20);
  }

  private static Ours ours(
      TypeKey typeKey,
      int content,
      OnConflict how,
      @Nullable Trouble trouble,
      @Nullable Theirs meanwhile,
      @Nullable Theirs afterwards) {
    return new Ours(typeKey, content, how, trouble, meanwhile, afterwards);
  }

  /** Performs all actions, runs a check, and compares the verdicts with the real state. */
  protected final void assertVerdictsAfter(List<Action> actions) {
    FarEnd platform = empty();
    InMemoryEngine engine = InMemoryEngine.connectedTo(platform.gateway(), platform.platform());
    InMemoryDrift product = new InMemoryDrift(engine, platform.gateway(), InMemoryEngine.DRIFT);
    new World(product, platform).perform(actions);
  }

  private static Word word(@Nullable State truth) {
    if (truth == State.MISSING) {
      return Word.GONE;
    }
    return truth == State.IN_SYNC ? Word.CONFIRMED : Word.DRIFTED;
  }

  /** One installation and one platform, and the expected state of both. */
  private static final class World {
    private final InMemoryDrift product;
    private final FarEnd platform;

    /** The successful pushes by type, in order. */
    private final Map<TypeKey, List<SyncId>> landed = new HashMap<>();

    private final Map<SyncId, Integer> contents = new TreeMap<>();

    /** The pushes that found the desired state and changed nothing. */
    private final Set<SyncId> changedNothing = new HashSet<>();

    World(InMemoryDrift product, FarEnd platform) {
      this.product = product;
      this.platform = platform;
    }

    void perform(List<Action> actions) {
      for (Action action : actions) {
        if (action instanceof Ours ours) {
          push(ours);
        } else if (action instanceof Theirs theirs) {
          change(theirs);
        } else {
          product.check();
        }
      }

      product.check();

      Set<TypeKey> drifting = new HashSet<>();
      for (TypeKey typeKey : TYPES) {
        DeployedState deployedState =
            product.engine().deployedStates().find(CMS, typeKey).orElse(null);
        State state = deployedState == null ? null : deployedState.state();
        assertThat(state).as("%s", typeKey).isEqualTo(truth(typeKey));
        verdictsAreTrue(typeKey);
        if (state != null && state.isDrift()) {
          drifting.add(typeKey);
        }
      }
      assertThat(product.drifting()).isEqualTo(drifting);
    }

    private void change(Theirs theirs) {
      if (theirs.content() == 0) {
        platform.lacks(theirs.typeKey());
      } else {
        platform.holds(theirs.typeKey(), theirs.content());
      }
    }

    private void push(Ours ours) {
      TypeKey typeKey = ours.typeKey();
      int wanted = ours.content();
      SyncId id =
          product
              .engine()
              .trail()
              .push(
                  typeKey, FarEnd.content(typeKey, wanted), PushOptions.NONE.on(ours.how()), CAUSE);
      if (ours.meanwhile() != null) {
        change(ours.meanwhile());
      }
      Optional<Integer> found = platform.held(typeKey);
      boolean conflict =
          ours.how() == OnConflict.REFUSE
              && last(typeKey) != null
              && !found.equals(Optional.of(content(last(typeKey))))
              && !found.equals(Optional.of(wanted));
      if (ours.trouble() != null) {
        platform.befall(typeKey, ours.trouble());
      }

      product.runUntilSettled(id);

      platform.calm();
      Sync sync = product.engine().sync(id);
      boolean refused = ours.trouble() == Trouble.REFUSED;
      assertThat(sync.status())
          .isEqualTo(refused || conflict ? SyncStatus.FAILED : SyncStatus.SUCCESS);
      if (sync.status() == SyncStatus.SUCCESS) {
        landed(sync, wanted);
        assertThat(platform.held(typeKey)).contains(wanted);
      } else {
        assertThat(platform.held(typeKey)).as("nothing was written").isEqualTo(found);
      }
      if (ours.afterwards() != null) {
        change(ours.afterwards());
      }
      product.run();
    }

    private void landed(Sync sync, int wanted) {
      TypeKey typeKey = sync.intent().typeKey();
      SyncId last = last(typeKey);
      if (sync.state().operation() == Operation.NONE) {
        if (last != null && content(last) == wanted) {
          return;
        }
        changedNothing.add(sync.id());
      }
      landed.computeIfAbsent(typeKey, key -> new ArrayList<>()).add(sync.id());
      contents.put(sync.id(), wanted);
    }

    private @Nullable SyncId last(TypeKey typeKey) {
      List<SyncId> pushes = landed.getOrDefault(typeKey, List.of());
      return pushes.isEmpty() ? null : pushes.get(pushes.size() - 1);
    }

    private Integer content(@Nullable SyncId push) {
      return contents.getOrDefault(push, 0);
    }

    private @Nullable State truth(TypeKey typeKey) {
      Optional<Integer> there = platform.held(typeKey);
      SyncId last = last(typeKey);
      if (last == null) {
        return there.isPresent() ? State.UNTRACKED : null;
      }
      if (there.isEmpty()) {
        return State.MISSING;
      }
      return there.get().equals(content(last)) ? State.IN_SYNC : State.MODIFIED;
    }

    private void verdictsAreTrue(TypeKey typeKey) {
      List<SyncId> pushes = landed.getOrDefault(typeKey, List.of());
      for (int i = 0; i < pushes.size(); i++) {
        DriftVerdict driftVerdict = product.verdict(pushes.get(i)).orElse(null);
        Word word = driftVerdict == null ? null : driftVerdict.word();
        if (i + 1 == pushes.size()) {
          assertThat(word).isEqualTo(word(truth(typeKey)));
        } else if (changedNothing.contains(pushes.get(i + 1))) {
          assertThat(word).isNotEqualTo(Word.SUPERSEDED);
        } else {
          assertThat(word).isEqualTo(Word.SUPERSEDED);
          assertThat(requireNonNull(driftVerdict).supersededBy()).isEqualTo(pushes.get(i + 1));
        }
      }
    }
  }
}
