package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.QueueEntries.Filter;
import dev.synctrail.flowcontrol.QueueEntries.Position;
import dev.synctrail.flowcontrol.QueueEntry;
import dev.synctrail.flowcontrol.Queueing;
import dev.synctrail.flowcontrol.Queueing.AtWork;
import dev.synctrail.flowcontrol.Queueing.Queued;
import dev.synctrail.flowcontrol.Queueing.Summary;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the queue with the reasons for waiting, and runs entries before they are due. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class QueuePage {
  private static final int ROWS = 50;
  private static final List<String> FILTER = List.of("platform", "kind", "state");
  private static final String AFTER = "after";
  private static final String BEFORE = "before";
  private static final String CALL = "call";

  private final Queueing queueing;
  private final Platforms platforms;
  private final PageContext pageContext;
  private List<Queued> rows = List.of();
  private boolean more;
  private @Nullable Queued selected;
  private @Nullable List<Summary> summary;

  @Inject
  QueuePage(Queueing queueing, Platforms platforms, PageContext pageContext) {
    this.queueing = queueing;
    this.platforms = platforms;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    boolean backwards = isBackwards();
    List<Queued> read =
        new ArrayList<>(
            queueing.page(
                new Filter(
                    Optional.of(fieldValue("platform"))
                        .filter(PlatformId::isLegal)
                        .map(PlatformId::new)
                        .orElse(null),
                    constant(Kind.values(), "kind"),
                    constant(QueueEntry.State.values(), "state")),
                position(backwards ? BEFORE : AFTER),
                backwards,
                ROWS + 1));
    more = read.size() > ROWS;
    if (more) {
      read.remove(ROWS);
    }
    if (backwards) {
      Collections.reverse(read);
    }
    rows = read;
    selected = selectedId().flatMap(queueing::find).orElse(null);
  }

  private <E extends Enum<E>> @Nullable E constant(E[] constants, String name) {
    return Arrays.stream(constants)
        .filter(one -> one.name().equals(fieldValue(name)))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Position position(String name) {
    String text = fieldValue(name);
    int bar = text.indexOf('_');
    try {
      return bar < 0
          ? null
          : new Position(
              Instant.parse(text.substring(0, bar)), UUID.fromString(text.substring(bar + 1)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }

  private Optional<UUID> selectedId() {
    try {
      return Optional.ofNullable(pageContext.parameter(CALL)).map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the value of a field in the query string or form. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the entries on this page of the queue. */
  public List<Queued> getRows() {
    return rows;
  }

  /** Tells whether no filter is set. */
  public boolean isUnfiltered() {
    return FILTER.stream().allMatch(name -> fieldValue(name).isEmpty());
  }

  /** Returns the summary of the queue for each platform. */
  public List<Summary> getSummary() {
    List<Summary> read = summary;
    if (read == null) {
      read = queueing.summary();
      summary = read;
    }
    return read;
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the kinds to choose from. */
  public List<Kind> getKinds() {
    return List.of(Kind.values());
  }

  /** Returns the states to choose from. */
  public List<QueueEntry.State> getStates() {
    return List.of(QueueEntry.State.values());
  }

  /** Returns the entry to run now; null for none. */
  public @Nullable Queued getSelected() {
    return selected;
  }

  /** Returns the page that shows an entry; empty if there is none. */
  public String page(QueueEntry entry) {
    return switch (entry.kind()) {
      case SYNC -> "sync.xhtml?id=" + entry.workId();
      case LISTING -> "pull-run.xhtml?id=" + entry.workId();
      case CHECK, PLATFORM_CHECK -> "platform.xhtml?id=" + entry.platform();
    };
  }

  /** Returns the link that selects an entry to run now. */
  public String selectLink(QueueEntry entry) {
    return "?" + pageContext.address(FILTER).with(CALL, entry.workId().toString()).query();
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    boolean hasNext = isBackwards() ? !rows.isEmpty() : more;
    return hasNext ? link(AFTER, rows.get(rows.size() - 1)) : "";
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    boolean hasPrevious = isBackwards() ? more : position(AFTER) != null;
    return hasPrevious && !rows.isEmpty() ? link(BEFORE, rows.get(0)) : "";
  }

  private boolean isBackwards() {
    return position(AFTER) == null && position(BEFORE) != null;
  }

  private String link(String direction, Queued row) {
    String position = row.entry().due() + "_" + row.entry().workId();
    return "?" + pageContext.address(FILTER).with(direction, position).query();
  }

  /** Makes the selected entry due now. */
  @Needs(Right.ACTION)
  public void requeue() {
    Optional<UUID> workId = selectedId();
    try {
      String reason = pageContext.requiredReason();
      boolean requeued =
          workId.flatMap(one -> queueing.requeue(one, reason, pageContext.actor())).isPresent();
      if (requeued) {
        pageContext.done("madeDueNow");
      } else {
        pageContext.refused(PageContext.text("notQueued"));
      }
    } catch (AtWork e) {
      pageContext.refused(PageContext.text("alreadyRunning"));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
      return;
    }
    pageContext.goTo("/console/queue.xhtml?" + pageContext.address(FILTER).query());
  }
}
