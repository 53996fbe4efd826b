package dev.synctrail.web.console;

import dev.synctrail.access.Right;
import dev.synctrail.care.Freeze;
import dev.synctrail.care.Freezes;
import dev.synctrail.care.Pause;
import dev.synctrail.care.Pauses;
import dev.synctrail.care.Protection;
import dev.synctrail.care.Protection.Settings;
import dev.synctrail.care.Protections;
import dev.synctrail.care.Queueing;
import dev.synctrail.care.Safeguard;
import dev.synctrail.care.Safeguards;
import dev.synctrail.care.Span;
import dev.synctrail.care.Wait;
import dev.synctrail.care.Wait.Why;
import dev.synctrail.care.Window;
import dev.synctrail.platform.Halt;
import dev.synctrail.platform.Halts;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.care.CareChanges;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people hold back, and what protects a platform, with the forms that change it. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class CarePage {
  private final Pauses pauses;
  private final Freezes freezes;
  private final Protections protections;
  private final Safeguards safeguards;
  private final Platforms platforms;
  private final Queueing queueing;
  private final Halts halts;
  private final CareChanges changes;
  private final Visit visit;
  private final Clock clock;
  private final Map<UUID, Optional<Wait>> waits = new HashMap<>();
  private final Map<PlatformId, Halt> halted = new HashMap<>();
  private @Nullable List<Pause> lasting;
  private @Nullable List<Freeze> coming;
  private @Nullable Safeguard safeguard;
  private @Nullable Protection protection;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected CarePage() {
    this.pauses = null;
    this.freezes = null;
    this.protections = null;
    this.safeguards = null;
    this.platforms = null;
    this.queueing = null;
    this.halts = null;
    this.changes = null;
    this.visit = null;
    this.clock = null;
  }

  @Inject
  CarePage(
      Pauses pauses,
      Freezes freezes,
      Protections protections,
      Safeguards safeguards,
      Platforms platforms,
      Queueing queueing,
      Halts halts,
      CareChanges changes,
      Visit visit,
      Clock clock) {
    this.pauses = pauses;
    this.freezes = freezes;
    this.protections = protections;
    this.safeguards = safeguards;
    this.platforms = platforms;
    this.queueing = queueing;
    this.halts = halts;
    this.changes = changes;
    this.visit = visit;
    this.clock = clock;
  }

  private Optional<Platform> platform() {
    return Optional.ofNullable(visit.parameter("id"))
        .filter(PlatformId::isLegal)
        .map(PlatformId::new)
        .flatMap(platforms::find);
  }

  private @Nullable PlatformId platformId() {
    return platform().map(Platform::id).orElse(null);
  }

  /** Returns what was filled in under a name. */
  public String asked(String name) {
    return Objects.requireNonNullElse(visit.parameter(name), "");
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the platform that a form means at first; empty for every one. */
  public String getChosen() {
    String chosen = visit.parameter("of");
    PlatformId platform = platformId();
    return chosen != null ? chosen : platform == null ? "" : platform.value();
  }

  /** Returns the days to choose from. */
  public List<DayOfWeek> getDays() {
    return List.of(DayOfWeek.values());
  }

  /** Returns the pauses that last, of the page's platform or of any. */
  public List<Pause> getPauses() {
    List<Pause> read = lasting;
    if (read == null) {
      read = pauses.lasting(platformId(), clock.instant());
      lasting = read;
    }
    return read;
  }

  /** Returns the freezes that hold or will hold, of the page's platform or of any. */
  public List<Freeze> getFreezes() {
    List<Freeze> read = coming;
    if (read == null) {
      Instant now = clock.instant();
      PlatformId platform = platformId();
      read =
          (platform == null ? freezes.all() : freezes.on(platform, now))
              .stream().filter(freeze -> freeze.next(now).isPresent()).toList();
      coming = read;
    }
    return read;
  }

  /** Returns when a freeze holds now or will hold next. */
  public @Nullable Span next(Freeze freeze) {
    return freeze.next(clock.instant()).orElse(null);
  }

  /** Tells whether a freeze holds now. */
  public boolean holds(Freeze freeze) {
    return freeze.at(clock.instant()).isPresent();
  }

  /** Returns the time of a freeze by the clocks it was entered in. */
  public String entered(Freeze freeze) {
    if (freeze.window() instanceof Window.Weekly weekly) {
      return "%s %s – %s %s"
          .formatted(
              Visit.text("day." + weekly.fromDay()),
              weekly.from(),
              Visit.text("day." + weekly.untilDay()),
              weekly.until());
    }
    Window.Once once = (Window.Once) freeze.window();
    return once.from() + " – " + once.until();
  }

  /** Returns the breaker and the bucket; null without a platform. */
  public @Nullable Safeguard getSafeguard() {
    if (safeguard == null) {
      safeguard = platform().map(safeguards::of).orElse(null);
    }
    return safeguard;
  }

  /** Returns what people set; null without a platform. */
  public @Nullable Protection getProtection() {
    if (protection == null) {
      protection = platform().map(Platform::id).map(protections::of).orElse(null);
    }
    return protection;
  }

  /** Returns what is filled in for a setting, or what is set. */
  public String setting(String name) {
    String sent = visit.parameter(name);
    Protection set = getProtection();
    if (sent != null || set == null) {
      return Objects.requireNonNullElse(sent, "");
    }
    Settings settings = set.settings();
    Duration openFor = settings.openFor();
    Object value =
        switch (name) {
          case "calls" -> settings.calls();
          case "failuresPercent" -> settings.failuresPercent();
          case "openFor" -> openFor == null ? null : openFor.toSeconds();
          case "ratePerMinute" -> settings.ratePerMinute();
          default -> settings.burst();
        };
    return value == null ? "" : value.toString();
  }

  /** Returns why something waits; null when it does not, or a lane is at it. */
  public @Nullable Wait waits(UUID trail) {
    return waits
        .computeIfAbsent(
            trail,
            one ->
                queueing
                    .find(one)
                    .map(Queueing.Queued::waits)
                    .filter(wait -> wait.why() != Why.HELD && wait.why() != Why.READY))
        .orElse(null);
  }

  /** Returns what holds a run back as a whole; null for nothing. */
  public @Nullable Halt halt(Run run) {
    Halt halt = halted.computeIfAbsent(run.platform(), halts::on);
    return run.isHeldBy(halt) ? halt : null;
  }

  /** Starts a pause. */
  @Needs(Right.ADMINISTRATION)
  public void pause() {
    String until = asked("until");
    change(
        () ->
            changes
                    .pause(
                        of(),
                        visit.neededReason(),
                        until.isEmpty() ? null : local(until).toInstant(ZoneOffset.UTC))
                    .isPresent()
                ? "pauseStarted"
                : null,
        "alreadyPaused");
  }

  /** Ends a pause. */
  @Needs(Right.ADMINISTRATION)
  public void endPause() {
    change(() -> changes.endPause(trail()) ? "pauseEnded" : null, "alreadyOver");
  }

  /** Sets a freeze. */
  @Needs(Right.ADMINISTRATION)
  public void freeze() {
    change(
        () -> {
          String name = asked("freezeName");
          if (name.isEmpty() || name.length() > 100) {
            throw new IllegalArgumentException(Visit.text("freezeNameNeeded"));
          }
          changes.freeze(of(), name, visit.neededReason(), window());
          return "freezeSet";
        },
        "alreadyOver");
  }

  private Window window() {
    ZoneId zone = parsed(() -> ZoneId.of(asked("zone")));
    if (asked("fromDay").isEmpty()) {
      return new Window.Once(local(asked("from")), local(asked("until")), zone);
    }
    return new Window.Weekly(
        parsed(() -> DayOfWeek.valueOf(asked("fromDay"))),
        parsed(() -> LocalTime.parse(asked("fromTime"))),
        parsed(() -> DayOfWeek.valueOf(asked("untilDay"))),
        parsed(() -> LocalTime.parse(asked("untilTime"))),
        zone);
  }

  /** Removes a freeze. */
  @Needs(Right.ADMINISTRATION)
  public void removeFreeze() {
    change(() -> changes.removeFreeze(trail()) ? "freezeRemoved" : null, "alreadyOver");
  }

  /** Sets how the platform is protected. */
  @Needs(Right.ADMINISTRATION)
  public void protect() {
    change(
        () -> {
          Protection current = Objects.requireNonNull(getProtection());
          if (!String.valueOf(current.revision()).equals(visit.parameter("seen"))) {
            throw new IllegalArgumentException(Visit.text("otherRevision"));
          }
          Integer openFor = number("openFor");
          return changes
                  .protect(
                      current,
                      new Settings(
                          number("calls"),
                          number("failuresPercent"),
                          openFor == null ? null : Duration.ofSeconds(openFor),
                          number("ratePerMinute"),
                          number("burst")),
                      visit.reason())
                  .isPresent()
              ? "protectionSet"
              : null;
        },
        "changedMeanwhile");
  }

  /** Closes the breaker on every server. */
  @Needs(Right.ADMINISTRATION)
  public void close() {
    order(Protection.State.CLOSED);
  }

  /** Opens the breaker on every server. */
  @Needs(Right.ADMINISTRATION)
  public void open() {
    order(Protection.State.OPEN);
  }

  private void order(Protection.State state) {
    change(
        () ->
            changes
                    .order(Objects.requireNonNull(platformId()), state, visit.neededReason())
                    .isPresent()
                ? "breakerTold"
                : null,
        "changedMeanwhile");
  }

  private @Nullable Integer number(String name) {
    String text = asked(name);
    return text.isEmpty() ? null : parsed(() -> Integer.valueOf(text));
  }

  private @Nullable PlatformId of() {
    String chosen = asked("of");
    return chosen.isEmpty() ? null : new PlatformId(chosen);
  }

  private UUID trail() {
    return UUID.fromString(asked("halt"));
  }

  private static LocalDateTime local(String text) {
    return parsed(() -> LocalDateTime.parse(text));
  }

  private static <T> T parsed(Supplier<T> value) {
    try {
      return value.get();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(Visit.text("timeNotUnderstood"), e);
    }
  }

  /** Leads back to the page with what came of it; what was refused is shown with the form. */
  private void change(Change change, String refusal) {
    try {
      String done = change.make();
      if (done == null) {
        visit.refused(Visit.text(refusal));
      } else {
        visit.done(done);
      }
    } catch (UnknownPlatform e) {
      visit.refused(Visit.text("unknownPlatform", e.id()));
    } catch (IllegalArgumentException e) {
      visit.refused(e.getMessage());
      return;
    }
    PlatformId platform = platformId();
    visit.goTo(
        platform == null ? "/console/queue.xhtml" : "/console/platform.xhtml?id=" + platform);
  }

  /** Changes something and returns what to say; null when it could not. */
  private interface Change {
    @Nullable String make();
  }
}
