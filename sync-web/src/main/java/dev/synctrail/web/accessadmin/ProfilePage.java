package dev.synctrail.web.accessadmin;

import dev.synctrail.access.Caller;
import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Preferences;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.StoredPreferences;
import dev.synctrail.access.Token;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PreferenceCookies;
import dev.synctrail.web.accessadmin.AccessPage.NewSecret;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PageZone;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows users their own rights, preferences and tokens, and changes the latter two. */
@Named
@Needs(Right.SELF)
@RequestScoped
public class ProfilePage {
  private static final String SELF = "/console/profile.xhtml";

  /** Zones of places; the others are aliases. */
  private static final List<String> ZONES =
      Stream.concat(
              Stream.of("UTC"),
              ZoneId.getAvailableZoneIds().stream()
                  .filter(
                      id ->
                          id.matches(
                              "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe"
                                  + "|Indian|Pacific)/.*"))
                  .sorted())
          .toList();

  private final Authorization authorization;
  private final ManageUsers manageUsers;
  private final StoredPreferences storedPreferences;
  private final OwnTokens ownTokens;
  private final PageContext pageContext;
  private final PageZone pageZone;
  private final HttpServletRequest request;
  private final Clock clock;
  private final Map<String, String> faults = new HashMap<>();
  private Preferences preferences = new Preferences(null, null);
  private @Nullable ConsoleUser user;
  private @Nullable NewSecret newSecret;

  @Inject
  ProfilePage(
      Authorization authorization,
      ManageUsers manageUsers,
      StoredPreferences storedPreferences,
      OwnTokens ownTokens,
      PageContext pageContext,
      PageZone pageZone,
      HttpServletRequest request,
      Clock clock) {
    this.authorization = authorization;
    this.manageUsers = manageUsers;
    this.storedPreferences = storedPreferences;
    this.ownTokens = ownTokens;
    this.pageContext = pageContext;
    this.pageZone = pageZone;
    this.request = request;
    this.clock = clock;
  }

  @PostConstruct
  void read() {
    Caller caller = authorization.caller();
    preferences = storedPreferences.of(caller.name()).orElse(preferences);
    user =
        caller.by() == Caller.Proof.PASSWORD ? manageUsers.find(caller.name()).orElse(null) : null;
  }

  public Caller getCaller() {
    return authorization.caller();
  }

  /** Returns the roles, in their order. */
  public List<Role> getRoles() {
    return authorization.caller().roles().stream().sorted().toList();
  }

  /** Returns the rights, in their order. */
  public List<Right> getRights() {
    return Stream.of(Right.values()).filter(authorization.caller()::may).toList();
  }

  /** Returns the user; null if another issuer manages the user. */
  public @Nullable ConsoleUser getUser() {
    return user;
  }

  public List<String> getLanguages() {
    return PreferenceCookies.LANGUAGES;
  }

  public List<String> getZones() {
    return ZONES;
  }

  /** Tells whether the user has chosen this language, or that of the browser if it is empty. */
  public boolean isLanguage(String language) {
    return language.equals(Objects.requireNonNullElse(preferences.language(), ""));
  }

  /** Tells whether the user has chosen this zone, or that of the browser if it is empty. */
  public boolean isZone(String id) {
    ZoneId zone = preferences.zone();
    return id.equals(zone == null ? "" : zone.getId());
  }

  /** Stores language and time zone with the user. */
  public void save() {
    String language = pageContext.parameter("language");
    String zone = pageContext.parameter("zone");
    Preferences chosen =
        new Preferences(
            language != null && PreferenceCookies.LANGUAGES.contains(language) ? language : null,
            zone != null && ZONES.contains(zone) ? ZoneId.of(zone) : null);
    storedPreferences.save(authorization.caller().name(), chosen);
    PreferenceCookies.set(
        request,
        (HttpServletResponse) FacesContext.getCurrentInstance().getExternalContext().getResponse(),
        chosen);
    pageContext.goTo(SELF + "?saved=true");
  }

  /** Returns the roles that a token of the user may have. */
  public List<Role> getTokenRoles() {
    ConsoleUser owner = user;
    return owner == null ? List.of() : Stream.of(Role.values()).filter(owner::mayOwnToken).toList();
  }

  /** Returns the personal tokens, including revoked ones, newest first. */
  public List<Token> getTokens() {
    return ownTokens.all();
  }

  /** Returns the message key of the state of a token. */
  public String state(Token token) {
    if (token.revokedAt() != null) {
      return "tokenRevoked";
    }
    if (!token.isValid(clock.instant())) {
      return "tokenExpired";
    }
    return getTokenRoles().contains(token.role()) ? "tokenValid" : "tokenSuspended";
  }

  /** Returns the secret that was just created and cannot be shown again; null if none was. */
  public @Nullable NewSecret getNewSecret() {
    return newSecret;
  }

  /** Returns the error of a field; empty if it is valid. */
  public String fault(String name) {
    return faults.getOrDefault(name, "");
  }

  /** Returns the submitted value of a field, unless the form succeeded. */
  public String fieldValue(String name) {
    return newSecret == null ? Objects.requireNonNullElse(pageContext.parameter(name), "") : "";
  }

  /** Creates a personal token. */
  public void createToken() {
    String name = Objects.requireNonNullElse(pageContext.parameter("tokenName"), "");
    Role role =
        getTokenRoles().stream()
            .filter(one -> one.name().equals(pageContext.parameter("tokenRole")))
            .findFirst()
            .orElse(null);
    Instant expiresAt = expiry();
    if (!Administering.isTokenName(authorization.caller().name() + "/" + name) || name.isEmpty()) {
      faults.put("tokenName", PageContext.text("illegalTokenName", Administering.MAX_NAME_LENGTH));
    }
    if (role == null) {
      faults.put("tokenRole", PageContext.text("noRole"));
    }
    if (role != null && faults.isEmpty()) {
      ownTokens
          .create(name, role, expiresAt)
          .ifPresentOrElse(
              granted ->
                  newSecret =
                      new NewSecret("secret", granted.token().name(), granted.secret().reveal()),
              () -> faults.put("tokenName", PageContext.text("nameTaken")));
    }
  }

  private @Nullable Instant expiry() {
    String last = pageContext.parameter("tokenExpires");
    try {
      Instant end = last == null ? null : pageZone.format().end(last);
      if (end != null && !end.isAfter(clock.instant())) {
        faults.put("tokenExpires", PageContext.text("alreadyExpired"));
      }
      return end;
    } catch (IllegalArgumentException e) {
      faults.put("tokenExpires", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Revokes a personal token. */
  public void revoke() {
    try {
      ownTokens
          .revoke(UUID.fromString(Objects.requireNonNullElse(pageContext.parameter("token"), "")))
          .ifPresentOrElse(
              token -> pageContext.done("tokenNowRevoked", token.name()),
              () -> pageContext.refused(PageContext.text("changedMeanwhile")));
    } catch (IllegalArgumentException e) {
      pageContext.refused(PageContext.text("changedMeanwhile"));
    }
    pageContext.goTo(SELF);
  }
}
