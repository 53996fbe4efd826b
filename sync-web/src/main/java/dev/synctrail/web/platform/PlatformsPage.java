package dev.synctrail.web.platform;

import dev.synctrail.access.Right;
import dev.synctrail.gateway.Configuring;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.InvalidPlatform;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platforms: what each is like, whether it can be reached, and what it was like before. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class PlatformsPage {
  private static final String ONE = "/console/platform.xhtml?id=";

  private final Platforms platforms;
  private final Configuring configuring;
  private final PlatformChanges changes;
  private final Gateways gateways;
  private final PageContext pageContext;
  private @Nullable Platform platform;
  private @Nullable ConnectionReport report;
  private List<SettingError> errors = List.of();
  private List<Platform> rows = List.of();
  private List<Platform> revisions = List.of();

  @SuppressWarnings("NullAway") // only for the CDI proxy
  protected PlatformsPage() {
    this.platforms = null;
    this.configuring = null;
    this.changes = null;
    this.gateways = null;
    this.pageContext = null;
  }

  @Inject
  PlatformsPage(
      Platforms platforms,
      Configuring configuring,
      PlatformChanges changes,
      Gateways gateways,
      PageContext pageContext) {
    this.platforms = platforms;
    this.configuring = configuring;
    this.changes = changes;
    this.gateways = gateways;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    platform = id().flatMap(platforms::find).orElse(null);
    if (platform == null) {
      rows = platforms.all();
    } else {
      revisions = platforms.revisions(platform.id());
    }
  }

  private Optional<PlatformId> id() {
    return Optional.ofNullable(pageContext.parameter("id"))
        .filter(PlatformId::isLegal)
        .map(PlatformId::new);
  }

  /** Returns every platform in use. */
  public List<Platform> getRows() {
    return rows;
  }

  /** Tells whether the platform's credentials are configured. */
  public boolean hasCredentials(Platform one) {
    return configuring.hasCredentials(one);
  }

  /** Returns the platform that is looked at; null for a new one. */
  public @Nullable Platform getPlatform() {
    return platform;
  }

  /** Returns what the platform was like, the newest first. */
  public List<Platform> getRevisions() {
    return revisions;
  }

  /** Returns the adapters to choose from. */
  public List<String> getKinds() {
    return gateways.kinds();
  }

  /** Returns what is filled in under a name, or what the platform has there. */
  public String filled(String name) {
    String sent = pageContext.parameter(name);
    Platform one = platform;
    if (sent != null || one == null) {
      return Objects.requireNonNullElse(sent, "");
    }
    return switch (name) {
      case "id" -> one.id().value();
      case "kind" -> one.kind();
      case "name" -> one.name();
      case "baseUrl" -> one.baseUrl().toString();
      case "apiVersion" -> one.apiVersion();
      default ->
          new TreeMap<>(one.settings())
              .entrySet().stream()
                  .map(setting -> setting.getKey() + "=" + setting.getValue())
                  .collect(Collectors.joining("\n"));
    };
  }

  /** Returns what is wrong with what was sent under a name; empty when nothing is. */
  public String fault(String name) {
    return errors.stream()
        .filter(error -> (error.pointer() + "/").startsWith("/" + name + "/"))
        .map(SettingError::detail)
        .findFirst()
        .orElse("");
  }

  /** Returns what is wrong with what was sent. */
  public List<SettingError> getErrors() {
    return errors;
  }

  /** Returns what the connection test saw; null when none was made. */
  public @Nullable ConnectionReport getReport() {
    return report;
  }

  /** Adds the platform, or makes a revision of it. */
  @Needs(Right.ADMINISTRATION)
  public void save() {
    List<SettingError> wrong = new ArrayList<>();
    Optional<PlatformId> id = id();
    if (id.isEmpty()) {
      wrong.add(new SettingError("/id", PageContext.text("illegalPlatformId")));
    }
    String name = Objects.requireNonNullElse(pageContext.parameter("name"), "");
    if (name.isEmpty() || name.length() > 255) {
      wrong.add(new SettingError("/name", PageContext.text("nameMissing")));
    }
    URI url = url(wrong);
    Map<String, String> settings = settings(wrong);
    errors = wrong;
    if (!wrong.isEmpty()) {
      return;
    }
    save(
        id.orElseThrow(),
        new Configuring.Wanted(
            Objects.requireNonNullElse(pageContext.parameter("kind"), ""),
            name,
            url,
            Objects.requireNonNullElse(pageContext.parameter("apiVersion"), "").strip(),
            settings));
  }

  private void save(PlatformId id, Configuring.Wanted wanted) {
    String seen = pageContext.parameter("seen");
    try {
      if (platform == null && seen == null) {
        if (changes.add(id, wanted, pageContext.actor()).isEmpty()) {
          errors = List.of(new SettingError("/id", PageContext.text("idTaken")));
          return;
        }
      } else {
        changes.change(id, seen, wanted, pageContext.actor());
      }
      pageContext.done("platformSaved", id.value());
      pageContext.goTo(ONE + id);
    } catch (InvalidPlatform e) {
      errors = e.errors();
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
    } catch (IllegalStateException e) {
      pageContext.refused(PageContext.text("otherRevision"));
    }
  }

  private URI url(List<SettingError> wrong) {
    try {
      URI url = new URI(Objects.requireNonNullElse(pageContext.parameter("baseUrl"), ""));
      if (url.getScheme() != null && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      wrong.add(new SettingError("/baseUrl", PageContext.text("illegalUrl")));
      return URI.create("");
    }
    wrong.add(new SettingError("/baseUrl", PageContext.text("illegalUrl")));
    return URI.create("");
  }

  private Map<String, String> settings(List<SettingError> wrong) {
    Map<String, String> settings = new TreeMap<>();
    String text = Objects.requireNonNullElse(pageContext.parameter("settings"), "");
    for (String line : text.lines().filter(one -> !one.isBlank()).toList()) {
      int sign = line.indexOf('=');
      if (sign < 1) {
        wrong.add(new SettingError("/settings", PageContext.text("illegalSetting", line)));
      } else {
        settings.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
      }
    }
    return settings;
  }

  /** Tries the way to the platform, changing nothing there. */
  @Needs(Right.ACTION)
  public void test() {
    if (platform != null) {
      report = configuring.test(platform.id());
    }
  }

  /** Removes the platform from use; its revisions and syncs stay. */
  @Needs(Right.ADMINISTRATION)
  public void remove() {
    Optional<PlatformId> id = id();
    if (id.isPresent() && changes.remove(id.get())) {
      pageContext.done("platformRemoved", id.get().value());
    }
    pageContext.goTo("/console/platforms.xhtml");
  }
}
