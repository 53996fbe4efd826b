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

/**
 * Tests that REST matches the table of guards ({@code docs/guards.md}), against a running platform.
 */
@Tag("long")
class GuardsIT extends OnSharedServer {
  private static final String PLATFORM = "guards";

  /**
   * The states in which actions are carried out; all states would take minutes more. {@code
   * GuardPagesIT} covers the rest.
   */
  private static final Set<String> STATES_WITH_ACTIONS =
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

  /** Without actions on the whole platform, which would push types of other tests. */
  private static final Set<String> ACTIONS =
      Set.of("retry", "bulk retry", "retry run", "roll back", "resolve", "deploy", "batch");

  private static Watched watched;

  @BeforeAll
  static void start() {
    watched = new Watched(PLATFORM).start();
  }

  /** A refused action changes nothing, so all refused actions of a state use one scene. */
  @TestFactory
  Stream<DynamicTest> forbidden_actions_are_refused_with_the_reason() {
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
  Stream<DynamicTest> allowed_actions_have_the_outcome_of_the_table() {
    return GuardMatrix.cells().stream()
        .filter(
            cell -> STATES_WITH_ACTIONS.contains(cell.state()) && ACTIONS.contains(cell.action()))
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
