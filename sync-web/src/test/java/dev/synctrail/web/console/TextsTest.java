package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.AccessAudit.Holder;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Precedent;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.TileState;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.SkipReason;
import dev.synctrail.conflict.Merging;
import dev.synctrail.deployment.Previewing;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.flowcontrol.QueueEntry;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.Criterion;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.version.VersionSource;
import dev.synctrail.web.accessadmin.TokensResource.TokenAnswer;
import dev.synctrail.web.accessadmin.UsersResource.UserAnswer;
import dev.synctrail.web.conflict.ConflictColumn;
import dev.synctrail.web.conflict.ConflictDiff;
import dev.synctrail.web.deployment.RunColumn;
import dev.synctrail.web.flowcontrol.FreezeAnswer;
import dev.synctrail.web.flowcontrol.PauseAnswer;
import dev.synctrail.web.flowcontrol.TrafficPolicyRevision;
import dev.synctrail.web.history.HistoryColumn;
import dev.synctrail.web.history.HistoryPage;
import dev.synctrail.web.platform.PlatformAnswer;
import dev.synctrail.web.retention.RuleEntry;
import dev.synctrail.web.retention.RulesResource;
import dev.synctrail.web.run.PinAnswer;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Path TEXTS = Path.of("src/main/resources/dev/synctrail/web/console");
  private static final Pattern USED =
      Pattern.compile("msg\\.([A-Za-z_]+)|msg\\['([A-Za-z._]+)'\\]");

  private static final Pattern LOST_SPACE =
      Pattern.compile(
          "(?:</(?:a|strong|span|bdi|code|summary|label|del|ins|progress|button|select|h\\d)>"
              + "|</ui:(?:fragment|repeat)>|</[sh]:\\w+>|<[sh]:[^<>]*/>|<input[^<>]*/>)"
              + " +<(?:ui:(?:fragment|repeat)|[sh]:)[^>]*>");

  @Test
  void both_languages_have_the_same_texts() throws IOException {
    assertThat(read("messages_de.properties").stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(read("messages.properties").stringPropertyNames());
  }

  @Test
  void every_text_that_a_page_uses_exists() throws IOException {
    TreeSet<String> used = new TreeSet<>();
    try (Stream<Path> pages = Files.walk(Path.of("src/main/webapp"))) {
      for (Path page : pages.filter(one -> one.toString().endsWith(".xhtml")).toList()) {
        USED.matcher(Files.readString(page))
            .results()
            .forEach(found -> used.add(found.group(1) == null ? found.group(2) : found.group(1)));
      }
    }
    assertThat(used).isNotEmpty();
    assertThat(read("messages.properties").stringPropertyNames()).containsAll(used);
  }

  /** Facelets drops white space between a tag and a component, so that two words are glued. */
  @Test
  void no_space_before_a_component_is_lost() throws IOException {
    TreeSet<String> lost = new TreeSet<>();
    try (Stream<Path> pages = Files.walk(Path.of("src/main/webapp"))) {
      for (Path page : pages.filter(one -> one.toString().endsWith(".xhtml")).toList()) {
        LOST_SPACE
            .matcher(Files.readString(page))
            .results()
            .forEach(found -> lost.add(page.getFileName() + ": " + found.group()));
      }
    }
    assertThat(lost).as("write #{' '} instead of the space").isEmpty();
  }

  @Test
  void every_text_is_used() throws IOException {
    String sources = sources("src/main/webapp", ".xhtml") + sources("src/main/java", ".java");
    TreeSet<String> criteria =
        Stream.of(Criterion.values())
            .map(HistoryPage::labelKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(read("messages.properties").stringPropertyNames())
        .allMatch(
            key ->
                criteria.contains(key)
                    || key.matches("[A-Z_]+") // constants
                    || Pattern.compile("msg\\." + key + "\\b|['\"]" + key + "['\"]")
                        .matcher(sources)
                        .find()
                    || isOfUsedFamily(key, sources));
  }

  /** Keys that are put together begin or end with a part that a page or a class names. */
  private static boolean isOfUsedFamily(String key, String sources) {
    int dot = key.indexOf('.');
    return dot > 0
        ? Pattern.compile("['\"]" + key.substring(0, dot) + "[.'\"]").matcher(sources).find()
        : Stream.of("Of", "Hint")
            .anyMatch(end -> key.endsWith(end) && sources.contains(".concat('" + end + "')"));
  }

  /** A text with a number in front has a form of its own for one. */
  @Test
  void a_number_is_followed_by_the_word_for_one_or_for_several() throws IOException {
    Pattern counted =
        Pattern.compile(
            "(?<!(?:[Aa]t most|least|than|to|als|höchstens|mindestens|bis) )"
                + "\\{\\d(?:,number[a-z,]*)?}(?: (?:[a-z]+ )?(?!has|was|contains)[a-z]{2,}s\\b| [A-ZÄÖÜ])");
    Pattern choice = Pattern.compile("\\{\\d,choice,(?:[^{}]|\\{[^{}]*})*}");
    assertThat(counted.matcher("{0} open failures").find()).isTrue();
    for (String language : List.of("messages.properties", "messages_de.properties")) {
      Properties texts = read(language);
      assertThat(texts.stringPropertyNames())
          .noneMatch(
              key -> counted.matcher(choice.matcher(texts.getProperty(key)).replaceAll("")).find());
    }
    Properties english = read("messages.properties");
    assertThat(
            Pattern.compile("[\\w)]}(?:</\\w+>)* (?:<span>)?#\\{msg\\.(\\w+)}")
                .matcher(sources("src/main/webapp", ".xhtml"))
                .results()
                .map(found -> found.group(1)))
        .as("use wording.counted(…)")
        .noneMatch(key -> english.getProperty(key).matches("[a-z ]*[a-z]{2}s( [a-z].*)?"));
  }

  private static String sources(String folder, String end) throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(one -> one.toString().endsWith(end)).toList()) {
        sources.append(Files.readString(file));
      }
    }
    return sources.toString();
  }

  @Test
  void every_navigation_item_column_and_criterion_has_a_text() throws IOException {
    List<String> labels =
        Stream.of(
                Stream.of(NavItem.values()).map(NavItem::getLabel),
                Stream.of(HistoryColumn.values()).map(HistoryColumn::getLabel),
                Stream.of(Criterion.values()).map(HistoryPage::labelKey))
            .flatMap(keys -> keys)
            .toList();
    assertThat(read("messages.properties").stringPropertyNames()).containsAll(labels);
  }

  @Test
  void every_constant_that_is_shown_has_a_text() throws IOException {
    List<String> names =
        Stream.of(
                named("access.", Role.values()),
                named("right.", Right.values()),
                named("kind.", AccessRecord.Kind.values()),
                named("holder.", Holder.Kind.values()),
                named("work.", Backlog.Kind.values()),
                named("queued.", QueueEntry.State.values()),
                named("waitReason.", WaitReason.Why.values()),
                named("tile.", TileState.values()),
                named("tileHint.", TileState.values()),
                named("arrival.", LiveVersion.Arrival.values()),
                named("finding.", LedgerFinding.Kind.values()),
                named("day.", DayOfWeek.values()),
                named("whatToDo.", FailureClass.values()),
                named("failure.", FailureClass.values()),
                named("trigger.", Attempt.Trigger.values()),
                named("attempted.", Attempt.Outcome.values()),
                named("purpose.", RequestPurpose.values()),
                named("event.", SyncEvent.Kind.values()),
                named("source.", VersionSource.values()),
                named("trend.", FailurePattern.Trend.values()),
                named("changeOf.", Precedent.Kind.values()),
                named("proof.", Caller.Proof.values()),
                named("roleName.", Role.values()),
                named("breaker.", TrafficPolicy.State.values()),
                named("skip.", SkipReason.values()),
                named("retryEntry.", BulkRetryEntry.State.values()),
                named("", BulkRetry.Status.values()),
                Stream.of(RunColumn.values()).map(RunColumn::getLabel),
                Stream.of(ConflictColumn.values()).map(ConflictColumn::getLabel))
            .flatMap(all -> all)
            .toList();
    assertThat(read("messages.properties").stringPropertyNames()).containsAll(names);
  }

  @Test
  void every_member_in_the_access_log_has_a_text() throws IOException {
    Set<String> texts = read("messages.properties").stringPropertyNames();
    assertThat(
            Stream.of(
                    UserAnswer.class,
                    TokenAnswer.class,
                    PlatformAnswer.class,
                    PauseAnswer.class,
                    FreezeAnswer.class,
                    FreezeAnswer.OnceAnswer.class,
                    FreezeAnswer.WeeklyAnswer.class,
                    TrafficPolicyRevision.class,
                    PinAnswer.class,
                    RulesResource.Rules.class,
                    RuleEntry.class,
                    LegalHold.class)
                .flatMap(changed -> Stream.of(changed.getRecordComponents()))
                .map(RecordComponent::getName))
        .allMatch(name -> texts.contains("member." + name) || texts.contains(name));
  }

  @Test
  void every_status_has_a_text() throws IOException {
    List<String> names =
        Stream.of(
                named("", DeployedState.State.values()),
                named("", PlatformCheck.Status.values()),
                named("", Previewing.Outcome.values()),
                named("verdict.", DriftVerdict.Word.values()),
                named("", DriftVerdict.Word.values()),
                named("comparedWith.", DeployedState.LeftBy.values()),
                named("settledBy.", SettledBy.values()),
                named("ended.", DriftIncident.End.values()),
                named("changedBy.", ConflictDiff.ChangedBy.values()),
                named("notMerged.", Merging.Obstacle.values()),
                Stream.of(OnConflict.values()).map(how -> "onConflict." + how),
                Stream.of(OnConflict.values())
                    .filter(how -> how != OnConflict.REFUSE)
                    .map(how -> "resolution." + how.name()))
            .flatMap(all -> all)
            .toList();
    assertThat(read("messages.properties").stringPropertyNames()).containsAll(names);
  }

  private static Stream<String> named(String prefix, Enum<?>[] constants) {
    return Stream.of(constants).map(constant -> prefix + constant.name());
  }

  private static Properties read(String name) throws IOException {
    Properties texts = new Properties();
    try (Reader reader = Files.newBufferedReader(TEXTS.resolve(name))) {
      texts.load(reader);
    }
    return texts;
  }
}
