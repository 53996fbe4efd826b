package dev.synctrail.web.accessadmin;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Secret;
import dev.synctrail.access.Token;
import dev.synctrail.history.Period;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The people and tokens that are let in: one list of each, and one of either to be changed. What is
 * told once is in the answer to the form that asked for it, so that no server keeps it.
 */
@Named
@Needs(Right.ADMINISTRATION)
@RequestScoped
public class AccessPage {
  private static final String ALL = "/console/access.xhtml";
  private static final String PERSON = "/console/person.xhtml?name=";

  private final ManageUsers manageUsers;
  private final IssueTokens issueTokens;
  private final Administering administering;
  private final PageContext pageContext;
  private final Clock clock;
  private final Map<String, String> faults = new HashMap<>();
  private @Nullable Given given;

  @SuppressWarnings("NullAway") // only for the CDI proxy
  protected AccessPage() {
    this.manageUsers = null;
    this.issueTokens = null;
    this.administering = null;
    this.pageContext = null;
    this.clock = null;
  }

  @Inject
  AccessPage(
      ManageUsers manageUsers,
      IssueTokens issueTokens,
      Administering administering,
      PageContext pageContext,
      Clock clock) {
    this.manageUsers = manageUsers;
    this.issueTokens = issueTokens;
    this.administering = administering;
    this.pageContext = pageContext;
    this.clock = clock;
  }

  /** What is told once, and to whom it belongs. */
  public record Given(String name, String secret) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** Returns what has just been made and cannot be told again; null when nothing was. */
  public @Nullable Given getGiven() {
    return given;
  }

  /** Returns what is wrong with what was filled in under a name; empty when nothing is. */
  public String fault(String name) {
    return faults.getOrDefault(name, "");
  }

  /** Returns what was filled in under a name and not taken. */
  public String filled(String name) {
    return given == null ? Objects.requireNonNullElse(pageContext.parameter(name), "") : "";
  }

  public List<Role> getRoles() {
    return List.of(Role.values());
  }

  /** Returns everybody by name, the locked ones too. */
  public List<ConsoleUser> getPeople() {
    return manageUsers.all();
  }

  /** Returns the person who is asked for; null when there is none. */
  public @Nullable ConsoleUser getPerson() {
    return Optional.ofNullable(pageContext.parameter("name"))
        .flatMap(manageUsers::find)
        .orElse(null);
  }

  /** Takes a person in. */
  public void enrol() {
    String name = Objects.requireNonNullElse(pageContext.parameter("personName"), "");
    Role role = role("personRole");
    if (!name.matches(Administering.LEGAL_NAME)) {
      faults.put("personName", PageContext.text("illegalUserName"));
    }
    if (faults.isEmpty() && role != null) {
      tried(
          "personName",
          () -> {
            ManageUsers.Enrolled enrolled = administering.enrol(name, role);
            given = new Given(name, enrolled.password());
          });
    }
  }

  /** Gives the person another role. */
  public void changeRole() {
    ConsoleUser person = getPerson();
    Role role = role("role");
    if (person != null && role != null) {
      tried(
          "role",
          () -> {
            administering.change(person.name(), role, null);
            pageContext.done("roleChanged", person.name());
            pageContext.goTo(PERSON + PageAddress.encoded(person.name()));
          });
    }
  }

  /** Keeps the person out, or lets the person in again. */
  public void lock() {
    ConsoleUser person = getPerson();
    if (person != null) {
      tried(
          "lock",
          () -> {
            administering.change(person.name(), null, !person.isEnabled());
            pageContext.done(person.isEnabled() ? "userNowLocked" : "userUnlocked", person.name());
            pageContext.goTo(PERSON + PageAddress.encoded(person.name()));
          });
    }
  }

  /** Gives the person a new password, which only serves to choose another. */
  public void reset() {
    ConsoleUser person = getPerson();
    if (person != null) {
      tried(
          "reset",
          () -> given = new Given(person.name(), administering.reset(person.name()).password()));
    }
  }

  /** Returns every token, revoked ones too, the newest first. */
  public List<Token> getTokens() {
    return issueTokens.tokens();
  }

  /** Returns the token that is asked for; null when there is none. */
  public @Nullable Token getToken() {
    return token().orElse(null);
  }

  private Optional<Token> token() {
    try {
      return Optional.ofNullable(pageContext.parameter("id"))
          .map(UUID::fromString)
          .flatMap(issueTokens::find);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the key of the text that says whether a token lets in, or why it does not. */
  public String state(Token token) {
    if (token.revokedAt() != null) {
      return "tokenRevoked";
    }
    return token.isValid(clock.instant()) ? "tokenValid" : "tokenExpired";
  }

  /** Makes a token. */
  public void grant() {
    String name = Objects.requireNonNullElse(pageContext.parameter("tokenName"), "");
    Role role = role("tokenRole");
    Instant expiresAt = expiry();
    if (!Administering.isTokenName(name)) {
      faults.put("tokenName", PageContext.text("illegalTokenName", Administering.MAX_NAME_LENGTH));
    }
    if (faults.isEmpty() && role != null) {
      tried(
          "tokenName",
          () -> {
            Secret secret = administering.grant(name, role, expiresAt).secret();
            given = new Given(name, secret.reveal());
          });
    }
  }

  private @Nullable Instant expiry() {
    String last = pageContext.parameter("tokenExpires");
    try {
      return last == null ? null : Period.end(last);
    } catch (IllegalArgumentException e) {
      faults.put("tokenExpires", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Takes the token's access away. */
  public void revoke() {
    tried(
        "revoke",
        () ->
            token()
                .map(Token::id)
                .map(administering::revoke)
                .ifPresent(revoked -> pageContext.done("tokenNowRevoked", revoked.name())));
    pageContext.goTo(ALL);
  }

  private @Nullable Role role(String field) {
    String text = pageContext.parameter(field);
    Role role =
        Arrays.stream(Role.values())
            .filter(one -> one.name().equals(text))
            .findFirst()
            .orElse(null);
    if (role == null) {
      faults.put(field, PageContext.text("noRole"));
    }
    return role;
  }

  private void tried(String field, Runnable change) {
    try {
      change.run();
    } catch (Problem e) {
      switch (e.code()) {
        case "NAME_TAKEN" -> faults.put(field, PageContext.text("nameTaken"));
        case "ALREADY_EXPIRED" -> faults.put("tokenExpires", PageContext.text("alreadyExpired"));
        case "LAST_ADMINISTRATOR" -> faults.put(field, PageContext.text("lastAdministrator"));
        case "NOT_FOUND" -> pageContext.refused(PageContext.text("changedMeanwhile"));
        default -> throw e;
      }
    }
  }
}
