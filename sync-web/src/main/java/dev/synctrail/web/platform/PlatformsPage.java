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
import jakarta.faces.context.FacesContext;
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

/** Shows platforms with their settings, connection test and revisions, and changes them. */
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
    if (isMissing()) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
    } else if (platform == null) {
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

  /** Tells whether the selected platform does not exist. */
  public boolean isMissing() {
    return platform == null
        && pageContext.parameter("id") != null
        && pageContext.parameter("new") == null;
  }

  /** Returns every platform in use. */
  public List<Platform> getRows() {
    return rows;
  }

  /** Tells whether the platform's credentials are configured. */
  public boolean hasCredentials(Platform one) {
    return configuring.hasCredentials(one);
  }

  /** Returns the selected platform; null for a new one. */
  public @Nullable Platform getPlatform() {
    return platform;
  }

  /** Returns the revisions of the platform, newest first. */
  public List<Platform> getRevisions() {
    return revisions;
  }

  /** Returns the adapters to choose from. */
  public List<String> getKinds() {
    return gateways.kinds();
  }

  /** Returns the submitted value of a field, or the current value of the platform. */
  public String fieldValue(String name) {
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
      default -> assignments(one.settings(), "\n");
    };
  }

  /** Returns the settings as the form takes them, in one line. */
  public String shown(Map<String, String> settings) {
    return assignments(settings, ", ");
  }

  private static String assignments(Map<String, String> settings, String separator) {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(separator));
  }

  /** Returns the errors of a field; empty if it is valid. */
  public String fault(String name) {
    return errors.stream()
        .filter(error -> (error.pointer() + "/").startsWith("/" + name + "/"))
        .map(SettingError::detail)
        .findFirst()
        .orElse("");
  }

  /** Returns the errors of the submitted values. */
  public List<SettingError> getErrors() {
    return errors;
  }

  /** Returns the result of the connection test; null if none was made. */
  public @Nullable ConnectionReport getReport() {
    return report;
  }

  /** Adds the platform, or creates a revision of it. */
  @Needs(Right.ADMINISTRATION)
  public void save() {
    List<SettingError> found = new ArrayList<>();
    Optional<PlatformId> id = id();
    if (id.isEmpty()) {
      found.add(new SettingError("/id", PageContext.text("illegalPlatformId")));
    }
    String name = Objects.requireNonNullElse(pageContext.parameter("name"), "");
    if (name.isEmpty() || name.length() > 255) {
      found.add(new SettingError("/name", PageContext.text("nameMissing")));
    }
    URI url = url(found);
    Map<String, String> settings = settings(found);
    errors = found;
    if (!found.isEmpty()) {
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

  private void save(PlatformId id, Configuring.Wanted configuration) {
    String expectedRevision = pageContext.parameter("revision");
    try {
      if (platform == null && expectedRevision == null) {
        if (changes.add(id, configuration, pageContext.actor()).isEmpty()) {
          errors = List.of(new SettingError("/id", PageContext.text("idTaken")));
          return;
        }
      } else {
        changes.change(id, expectedRevision, configuration, pageContext.actor());
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

  private URI url(List<SettingError> found) {
    try {
      URI url = new URI(Objects.requireNonNullElse(pageContext.parameter("baseUrl"), ""));
      if (url.getScheme() != null && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      found.add(new SettingError("/baseUrl", PageContext.text("illegalUrl")));
      return URI.create("");
    }
    found.add(new SettingError("/baseUrl", PageContext.text("illegalUrl")));
    return URI.create("");
  }

  private Map<String, String> settings(List<SettingError> found) {
    Map<String, String> settings = new TreeMap<>();
    String text = Objects.requireNonNullElse(pageContext.parameter("settings"), "");
    for (String line : text.lines().filter(one -> !one.isBlank()).toList()) {
      int sign = line.indexOf('=');
      if (sign < 1) {
        found.add(new SettingError("/settings", PageContext.text("illegalSetting", line)));
      } else {
        settings.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
      }
    }
    return settings;
  }

  /** Tests the connection to the platform, without changing anything there. */
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
