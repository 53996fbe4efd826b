package dev.synctrail.gateway;

import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Adds, changes and removes configured platforms; every change is a revision. */
@ApplicationScoped
public class Configuring {
  private final Platforms platforms;
  private final Gateways gateways;
  private final Clock clock;

  @Inject
  public Configuring(Platforms platforms, Gateways gateways, Clock clock) {
    this.platforms = platforms;
    this.gateways = gateways;
    this.clock = clock;
  }

  /**
   * Adds a platform; one that was removed continues its revisions.
   *
   * @return empty when there is a platform of that id
   * @throws InvalidPlatform listing every violation
   */
  @Transactional
  public Optional<Platform> add(PlatformId id, Wanted asked, String actor) {
    Wanted wanted = versioned(asked);
    int last = platforms.revisions(id).stream().mapToInt(Platform::revision).max().orElse(0);
    Platform next = wanted.as(id, last + 1, clock, actor);
    check(next, List.of());
    if (platforms.find(id).isPresent()) {
      return Optional.empty();
    }
    platforms.add(next);
    return Optional.of(next);
  }

  /**
   * Changes a platform. Unchanged settings create no revision.
   *
   * @throws UnknownPlatform when there is none
   * @throws InvalidPlatform listing every violation
   * @throws IllegalStateException when another user changed it at the same time
   */
  @Transactional
  public Platform change(PlatformId id, Wanted asked, String actor) {
    Wanted wanted = versioned(asked);
    Platform current = platforms.require(id);
    Platform next = wanted.as(id, current.revision() + 1, clock, actor);
    check(
        next,
        current.kind().equals(next.kind())
            ? List.of()
            : List.of(
                new SettingError(
                    "/kind", "The kind of a platform cannot be changed: " + current.kind())));
    if (wanted.equals(Wanted.of(current))) {
      return current;
    }
    platforms.add(next);
    return next;
  }

  /**
   * Removes a platform from use; its revisions are kept.
   *
   * @return whether there was one
   */
  @Transactional
  public boolean remove(PlatformId id) {
    return platforms.remove(id);
  }

  /** Returns whether the platform's credentials are configured and may be sent to its base URL. */
  public boolean hasCredentials(Platform platform) {
    return gateways
        .forKind(platform.kind())
        .map(gateway -> gateway.credentials(platform))
        .filter(state -> state.configured() && state.originAllowed())
        .isPresent();
  }

  /** Returns whether a write to the platform is conditional on the state that was read. */
  public boolean locks(Platform platform) {
    return gateways
        .forKind(platform.kind())
        .map(gateway -> gateway.capabilities().locks())
        .orElse(false);
  }

  /**
   * Tests the connection to a platform; never in a transaction, because it waits for the platform.
   *
   * @throws UnknownPlatform when there is none
   */
  public ConnectionReport test(PlatformId id) {
    Platform platform = platforms.require(id);
    return gateways
        .forKind(platform.kind())
        .map(gateway -> gateway.test(platform, new Unkept()))
        .orElseGet(
            () ->
                new ConnectionReport(
                    List.of(
                        new ConnectionReport.Step(
                            "adapter", unknownKind(platform), FailureClass.PLATFORM_GONE))));
  }

  /** Fills in the default API version. */
  private Wanted versioned(Wanted wanted) {
    if (!wanted.apiVersion.isEmpty()) {
      return wanted;
    }
    return gateways
        .forKind(wanted.kind)
        .map(gateway -> wanted.speaking(gateway.apiVersions().get(0)))
        .orElse(wanted);
  }

  private void check(Platform platform, List<SettingError> already) {
    List<SettingError> errors = new ArrayList<>(already);
    gateways
        .forKind(platform.kind())
        .ifPresentOrElse(
            gateway -> {
              errors.addAll(gateway.check(platform));
              if (!gateway.credentials(platform).originAllowed()
                  && errors.stream().noneMatch(error -> error.pointer().equals("/baseUrl"))) {
                errors.add(
                    new SettingError(
                        "/baseUrl",
                        "Must be within the origin in sync.platform."
                            + platform.id()
                            + ".allowed-origin"));
              }
            },
            () -> errors.add(new SettingError("/kind", unknownKind(platform))));
    if (!errors.isEmpty()) {
      throw new InvalidPlatform(errors);
    }
  }

  private String unknownKind(Platform platform) {
    return "No adapter for kind \"%s\"; available kinds: %s"
        .formatted(platform.kind(), String.join(", ", gateways.kinds()));
  }

  /**
   * The wanted settings of a platform.
   *
   * @param name 1 to 255 characters
   * @param apiVersion empty for the default of the kind
   * @param settings further settings of the adapter, never a credential
   */
  public record Wanted(
      String kind, String name, URI baseUrl, String apiVersion, Map<String, String> settings) {

    public Wanted {
      settings = Map.copyOf(settings);
    }

    Wanted speaking(String version) {
      return new Wanted(kind, name, baseUrl, version, settings);
    }

    static Wanted of(Platform platform) {
      return new Wanted(
          platform.kind(),
          platform.name(),
          platform.baseUrl(),
          platform.apiVersion(),
          platform.settings());
    }

    Platform as(PlatformId id, int revision, Clock clock, String actor) {
      return new Platform(
          id,
          kind,
          name,
          baseUrl,
          apiVersion,
          new TreeMap<>(settings),
          revision,
          clock.instant(),
          actor);
    }
  }

  /** Records nothing: a connection test belongs to no sync, and its report contains the results. */
  private static final class Unkept implements ExchangeLog {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public int starting(Request request) {
      return number.incrementAndGet();
    }

    @Override
    public void ended(int exchange, Answer answer) {}

    @Override
    public boolean sent() {
      return number.get() > 0;
    }
  }
}
