package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Freezes;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.Pauses;
import dev.synctrail.flowcontrol.Queueing;
import dev.synctrail.flowcontrol.Span;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.flowcontrol.WaitReason.Why;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PageZone;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows and changes pauses, change freezes, the circuit breaker and the rate limit. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class FlowControlPage {
  /** The scope of a pause or freeze of every platform. */
  static final String ALL = "*";

  private final Pauses pauses;
  private final Freezes freezes;
  private final TrafficPolicies trafficPolicies;
  private final BreakerStatuses breakerStatuses;
  private final Platforms platforms;
  private final Queueing queueing;
  private final Halts halts;
  private final FlowControlChanges changes;
  private final PageContext pageContext;
  private final PageZone pageZone;
  private final Clock clock;
  private final Map<UUID, Optional<WaitReason>> cachedReasons = new HashMap<>();
  private final Map<PlatformId, Halt> cachedHalts = new HashMap<>();
  private @Nullable List<Pause> cachedPauses;
  private @Nullable List<Freeze> cachedFreezes;
  private @Nullable BreakerStatus breakerStatus;
  private @Nullable TrafficPolicy trafficPolicy;

  @Inject
  FlowControlPage(
      Pauses pauses,
      Freezes freezes,
      TrafficPolicies trafficPolicies,
      BreakerStatuses breakerStatuses,
      Platforms platforms,
      Queueing queueing,
      Halts halts,
      FlowControlChanges changes,
      PageContext pageContext,
      PageZone pageZone,
      Clock clock) {
    this.pauses = pauses;
    this.freezes = freezes;
    this.trafficPolicies = trafficPolicies;
    this.breakerStatuses = breakerStatuses;
    this.platforms = platforms;
    this.queueing = queueing;
    this.halts = halts;
    this.changes = changes;
    this.pageContext = pageContext;
    this.pageZone = pageZone;
    this.clock = clock;
  }

  private Optional<Platform> platform() {
    return Optional.ofNullable(pageContext.parameter("id"))
        .filter(PlatformId::isLegal)
        .map(PlatformId::new)
        .flatMap(platforms::find);
  }

  private @Nullable PlatformId platformId() {
    return platform().map(Platform::id).orElse(null);
  }

  /** Returns the submitted value of a field. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the chosen scope of a form: a platform, {@value #ALL}, or empty if none is chosen. */
  public String getChosen() {
    String chosen = pageContext.parameter("of");
    PlatformId platform = platformId();
    return chosen != null ? chosen : platform == null ? "" : platform.value();
  }

  /** Returns the days of the week. */
  public List<DayOfWeek> getDays() {
    return List.of(DayOfWeek.values());
  }

  /** Returns the active pauses of the page's platform, or of all platforms. */
  public List<Pause> getPauses() {
    List<Pause> read = cachedPauses;
    if (read == null) {
      read = pauses.inForce(platformId(), clock.instant());
      cachedPauses = read;
    }
    return read;
  }

  /** Returns the active and future freezes of the page's platform, or of all platforms. */
  public List<Freeze> getFreezes() {
    List<Freeze> read = cachedFreezes;
    if (read == null) {
      Instant now = clock.instant();
      PlatformId platform = platformId();
      read =
          (platform == null ? freezes.all() : freezes.on(platform, now))
              .stream().filter(freeze -> freeze.next(now).isPresent()).toList();
      cachedFreezes = read;
    }
    return read;
  }

  /** Returns the freezes that are active now. */
  public List<Freeze> getActiveFreezes() {
    return getFreezes().stream().filter(this::isActive).toList();
  }

  /** Returns the circuit breakers of this server that reject or test requests. */
  public List<PlatformBreaker> getOpenBreakers() {
    return platforms.all().stream()
        .map(one -> new PlatformBreaker(one, breakerStatuses.breaker(one.id())))
        .filter(one -> !one.breaker().state().equals("CLOSED"))
        .toList();
  }

  /** The circuit breaker of a platform. */
  public record PlatformBreaker(Platform platform, BreakerStatus.Breaker breaker) {}

  /** Returns the current or next time of a freeze. */
  public @Nullable Span next(Freeze freeze) {
    return freeze.next(clock.instant()).orElse(null);
  }

  /** Tells whether a freeze is active now. */
  public boolean isActive(Freeze freeze) {
    return freeze.at(clock.instant()).isPresent();
  }

  /** Returns the time of a freeze in the zone in which it was entered. */
  public String entered(Freeze freeze) {
    if (freeze.window() instanceof FreezeWindow.Weekly weekly) {
      return "%s %s – %s %s"
          .formatted(
              PageContext.text("day." + weekly.fromDay()),
              weekly.from(),
              PageContext.text("day." + weekly.untilDay()),
              weekly.until());
    }
    FreezeWindow.Once once = (FreezeWindow.Once) freeze.window();
    return (once.from() + " – " + once.until()).replace('T', ' ');
  }

  /** Returns the state of breaker and rate limit; null without a platform. */
  public @Nullable BreakerStatus getBreakerStatus() {
    if (breakerStatus == null) {
      breakerStatus = platform().map(breakerStatuses::of).orElse(null);
    }
    return breakerStatus;
  }

  /** Returns the traffic policy; null without a platform. */
  public @Nullable TrafficPolicy getTrafficPolicy() {
    if (trafficPolicy == null) {
      trafficPolicy = platform().map(Platform::id).map(trafficPolicies::of).orElse(null);
    }
    return trafficPolicy;
  }

  /** Returns the submitted value of a setting, or the current one. */
  public String setting(String name) {
    String sent = pageContext.parameter(name);
    TrafficPolicy set = getTrafficPolicy();
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

  /** Returns why queued work waits; null if it does not wait or is running. */
  public @Nullable WaitReason waitReason(UUID workId) {
    return cachedReasons
        .computeIfAbsent(
            workId,
            one ->
                queueing
                    .find(one)
                    .map(Queueing.Queued::waits)
                    .filter(wait -> wait.why() != Why.HELD && wait.why() != Why.READY))
        .orElse(null);
  }

  /** Returns the pause or freeze that blocks a whole run; null for none. */
  public @Nullable Halt halt(Run run) {
    Halt halt = cachedHalts.computeIfAbsent(run.platform(), halts::on);
    return run.isHeldBy(halt) ? halt : null;
  }

  /** Starts a pause. */
  @Needs(Right.ADMINISTRATION)
  public void pause() {
    String until = fieldValue("until");
    change(
        () ->
            changes
                .pause(
                    of(),
                    pageContext.requiredReason(),
                    until.isEmpty() ? null : parsed(() -> pageZone.format().end(until)))
                .map(pause -> new Done("pauseStarted", UndoPause.of(pause)))
                .orElse(null),
        "alreadyPaused");
  }

  /** Ends a pause. */
  @Needs(Right.ADMINISTRATION)
  public void endPause() {
    change(() -> Done.of(changes.endPause(haltId()), "pauseEnded"), "alreadyEnded");
  }

  /** Sets a freeze. */
  @Needs(Right.ADMINISTRATION)
  public void freeze() {
    change(
        () -> {
          String name = fieldValue("freezeName");
          if (name.isEmpty() || name.length() > 100) {
            throw new IllegalArgumentException(PageContext.text("freezeNameNeeded"));
          }
          changes.freeze(of(), name, pageContext.requiredReason(), window());
          return Done.of(true, "freezeSet");
        },
        "alreadyEnded");
  }

  private FreezeWindow window() {
    ZoneId zone = parsed(() -> ZoneId.of(fieldValue("zone")));
    if (fieldValue("fromDay").isEmpty()) {
      return new FreezeWindow.Once(local(fieldValue("from")), local(fieldValue("until")), zone);
    }
    return new FreezeWindow.Weekly(
        parsed(() -> DayOfWeek.valueOf(fieldValue("fromDay"))),
        parsed(() -> LocalTime.parse(fieldValue("fromTime"))),
        parsed(() -> DayOfWeek.valueOf(fieldValue("untilDay"))),
        parsed(() -> LocalTime.parse(fieldValue("untilTime"))),
        zone);
  }

  /** Removes a freeze. */
  @Needs(Right.ADMINISTRATION)
  public void removeFreeze() {
    change(() -> Done.of(changes.removeFreeze(haltId()), "freezeRemoved"), "alreadyEnded");
  }

  /** Sets the traffic policy of the platform. */
  @Needs(Right.ADMINISTRATION)
  public void setPolicy() {
    change(
        () -> {
          TrafficPolicy current = Objects.requireNonNull(getTrafficPolicy());
          if (!String.valueOf(current.revision()).equals(pageContext.parameter("revision"))) {
            throw new IllegalArgumentException(PageContext.text("otherRevision"));
          }
          Integer openFor = number("openFor");
          return Done.of(
              changes
                  .setPolicy(
                      current,
                      new Settings(
                          number("calls"),
                          number("failuresPercent"),
                          openFor == null ? null : Duration.ofSeconds(openFor),
                          number("ratePerMinute"),
                          number("burst")),
                      pageContext.reason())
                  .isPresent(),
              "flowControlSaved");
        },
        "changedMeanwhile");
  }

  /** Closes the breaker on every server. */
  @Needs(Right.ADMINISTRATION)
  public void close() {
    order(TrafficPolicy.State.CLOSED);
  }

  /** Opens the breaker on every server. */
  @Needs(Right.ADMINISTRATION)
  public void open() {
    order(TrafficPolicy.State.OPEN);
  }

  private void order(TrafficPolicy.State state) {
    change(
        () ->
            Done.of(
                changes
                    .order(
                        Objects.requireNonNull(platformId()), state, pageContext.requiredReason())
                    .isPresent(),
                "breakerSet"),
        "changedMeanwhile");
  }

  private @Nullable Integer number(String name) {
    String text = fieldValue(name);
    return text.isEmpty() ? null : parsed(() -> Integer.valueOf(text));
  }

  private @Nullable PlatformId of() {
    String chosen = fieldValue("of");
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("platformMissing"));
    }
    return chosen.equals(ALL) ? null : new PlatformId(chosen);
  }

  private UUID haltId() {
    return UUID.fromString(fieldValue("halt"));
  }

  private static LocalDateTime local(String text) {
    return parsed(() -> LocalDateTime.parse(text));
  }

  private static <T> T parsed(Supplier<T> value) {
    try {
      return value.get();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(PageContext.text("invalidTime"), e);
    }
  }

  /**
   * Makes a change and redirects to the page with the result. An error is shown with the form
   * instead.
   */
  private void change(Change change, String refusal) {
    try {
      Done done = change.make();
      if (done == null) {
        pageContext.refused(PageContext.text(refusal));
      } else {
        pageContext.doneUndoable(done.undo(), done.key());
      }
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
      return;
    }
    PlatformId platform = platformId();
    pageContext.goTo(
        platform == null ? "/console/queue.xhtml" : "/console/platform.xhtml?id=" + platform);
  }

  /** Makes a change; null if it was not possible. */
  private interface Change {
    @Nullable Done make();
  }

  /**
   * A change that was made.
   *
   * @param key of the success message
   * @param undo see {@link PageContext#doneUndoable}
   */
  private record Done(String key, @Nullable String undo) {
    static @Nullable Done of(boolean changed, String key) {
      return changed ? new Done(key, null) : null;
    }
  }
}
