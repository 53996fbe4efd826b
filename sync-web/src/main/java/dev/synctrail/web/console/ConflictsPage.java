package dev.synctrail.web.console;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Dispute;
import dev.synctrail.conflict.Disputes;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Pushes that found what they meant to replace changed by somebody else. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ConflictsPage {
  private static final List<String> ADDRESS = List.of("platform", "open", "after", "before");

  private final Disputes disputes;
  private final Platforms platforms;
  private final Visit visit;
  private Stretch<Dispute> found = Stretch.none();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected ConflictsPage() {
    this.disputes = null;
    this.platforms = null;
    this.visit = null;
  }

  @Inject
  ConflictsPage(Disputes disputes, Platforms platforms, Visit visit) {
    this.disputes = disputes;
    this.platforms = platforms;
    this.visit = visit;
  }

  @PostConstruct
  void read() {
    String platform = visit.parameter("platform");
    String open = visit.parameter("open");
    if (platform == null || PlatformId.isLegal(platform)) {
      found =
          Stretch.of(
              visit.address(ADDRESS),
              id -> new SyncId(UUID.fromString(id)),
              Dispute::sync,
              (beside, backwards, limit) ->
                  disputes.list(
                      platform == null ? null : new PlatformId(platform),
                      open == null ? null : Boolean.valueOf(open),
                      beside,
                      backwards,
                      limit));
    }
  }

  /** Returns what the address asks for under a name. */
  public String asked(String name) {
    return Objects.requireNonNullElse(visit.parameter(name), "");
  }

  /** Tells whether only some are asked for. */
  public boolean isFiltered() {
    return !visit.address(ADDRESS).isEmpty();
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns those of this page of the list, the newest first. */
  public List<Dispute> getRows() {
    return found.rows();
  }

  /** Returns where one differs, in one line. */
  public String fields(Dispute dispute) {
    return dispute.fields().stream()
        .map(field -> field.isEmpty() ? "/" : field)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** Returns the address of the next page; empty on the last one. */
  public String getNext() {
    return found.next();
  }

  /** Returns the address of the page before; empty on the first one. */
  public String getPrevious() {
    return found.previous();
  }
}
