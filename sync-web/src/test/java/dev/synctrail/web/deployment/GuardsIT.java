package dev.synctrail.web.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.deployment.GuardMatrix;
import dev.synctrail.deployment.GuardMatrix.Cell;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The table of guards ({@code docs/guards.md}) over REST, against a platform that answers. */
@Tag("long")
class GuardsIT extends OnSharedServer {
  private static final String PLATFORM = "guards";

  /** A scene of each of these for each action would take minutes more; the pages show the rest. */
  private static final Set<String> ACTED_IN =
      Set.of(
          "failed",
          "failed, pushed since",
          "failed dry run",
          "dry run",
          "open conflict",
          "failed before theirs was kept",
          "refused rollback",
          "failed rollback",
          "failed rollback that deletes",
          "failed rollback that deletes, planned",
          "rolled back",
          "removed by rollback");

  /** What is asked of the whole platform would push what others have left there. */
  private static final Set<String> ACTIONS =
      Set.of("retry", "bulk retry", "retry run", "roll back", "resolve", "deploy", "batch");

  private static Watched watched;

  @BeforeAll
  static void start() {
    watched = new Watched(PLATFORM).start();
  }

  /** What is refused changes nothing, so that all of it is asked of one and the same. */
  @TestFactory
  Stream<DynamicTest> what_must_not_happen_is_refused_with_the_reason() {
    return GuardMatrix.cells().stream()
        .filter(cell -> GuardScene.states().contains(cell.state()))
        .filter(cell -> ACTIONS.contains(cell.action()) && cell.expected().startsWith("no: "))
        .collect(Collectors.groupingBy(Cell::state))
        .entrySet()
        .stream()
        .map(
            cells ->
                DynamicTest.dynamicTest(
                    cells.getKey(),
                    () -> {
                      GuardScene scene = in(cells.getKey());
                      assertThat(cells.getValue())
                          .allSatisfy(
                              cell ->
                                  assertThat(scene.outcome(cell.action()))
                                      .as(cell.toString())
                                      .isEqualTo(cell.expected()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> what_may_happen_ends_as_it_must() {
    return GuardMatrix.cells().stream()
        .filter(cell -> ACTED_IN.contains(cell.state()) && ACTIONS.contains(cell.action()))
        .filter(cell -> !cell.expected().startsWith("no: "))
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    cell.toString(),
                    () ->
                        assertThat(in(cell.state()).outcome(cell.action()))
                            .isEqualTo(cell.expected())));
  }

  private static GuardScene in(String state) {
    return GuardScene.in(state, watched, PLATFORM);
  }
}
