package dev.synctrail.web.console;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.Enrolling;
import dev.synctrail.access.Granting;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Secret;
import dev.synctrail.access.Token;
import dev.synctrail.history.Period;
import dev.synctrail.web.access.Administering;
import dev.synctrail.web.access.Needs;
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

  private final Enrolling enrolling;
  private final Granting granting;
  private final Administering administering;
  private final Visit visit;
  private final Clock clock;
  private final Map<String, String> faults = new HashMap<>();
  private @Nullable Given given;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected AccessPage() {
    this.enrolling = null;
    this.granting = null;
    this.administering = null;
    this.visit = null;
    this.clock = null;
  }

  @Inject
  AccessPage(
      Enrolling enrolling,
      Granting granting,
      Administering administering,
      Visit visit,
      Clock clock) {
    this.enrolling = enrolling;
    this.granting = granting;
    this.administering = administering;
    this.visit = visit;
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
    return given == null ? Objects.requireNonNullElse(visit.parameter(name), "") : "";
  }

  public List<Role> getRoles() {
    return List.of(Role.values());
  }

  /** Returns everybody by name, the locked ones too. */
  public List<ConsoleUser> getPeople() {
    return enrolling.all();
  }

  /** Returns the person who is asked for; null when there is none. */
  public @Nullable ConsoleUser getPerson() {
    return Optional.ofNullable(visit.parameter("name")).flatMap(enrolling::find).orElse(null);
  }

  /** Takes a person in. */
  public void enrol() {
    String name = Objects.requireNonNullElse(visit.parameter("personName"), "");
    Role role = role("personRole");
    if (!name.matches(Administering.LEGAL_NAME)) {
      faults.put("personName", Visit.text("illegalPersonName"));
    }
    if (faults.isEmpty() && role != null) {
      tried(
          "personName",
          () -> {
            Enrolling.Enrolled enrolled = administering.enrol(name, role);
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
            visit.done("personChanged", person.name());
            visit.goTo(PERSON + Address.encoded(person.name()));
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
            visit.done(person.isEnabled() ? "personLocked" : "personUnlocked", person.name());
            visit.goTo(PERSON + Address.encoded(person.name()));
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
    return granting.tokens();
  }

  /** Returns the token that is asked for; null when there is none. */
  public @Nullable Token getToken() {
    return token().orElse(null);
  }

  private Optional<Token> token() {
    try {
      return Optional.ofNullable(visit.parameter("id"))
          .map(UUID::fromString)
          .flatMap(granting::find);
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
    String name = Objects.requireNonNullElse(visit.parameter("tokenName"), "");
    Role role = role("tokenRole");
    Instant expiresAt = expiry();
    if (name.isEmpty() || name.length() > Administering.LONGEST_NAME) {
      faults.put("tokenName", Visit.text("illegalTokenName", Administering.LONGEST_NAME));
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
    String last = visit.parameter("tokenExpires");
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
                .ifPresent(revoked -> visit.done("tokenNowRevoked", revoked.name())));
    visit.goTo(ALL);
  }

  private @Nullable Role role(String field) {
    String text = visit.parameter(field);
    Role role =
        Arrays.stream(Role.values())
            .filter(one -> one.name().equals(text))
            .findFirst()
            .orElse(null);
    if (role == null) {
      faults.put(field, Visit.text("noRole"));
    }
    return role;
  }

  private void tried(String field, Runnable change) {
    try {
      change.run();
    } catch (Problem e) {
      switch (e.code()) {
        case "NAME_TAKEN" -> faults.put(field, Visit.text("nameTaken"));
        case "ALREADY_EXPIRED" -> faults.put("tokenExpires", Visit.text("alreadyExpired"));
        case "LAST_ADMINISTRATOR" -> faults.put(field, Visit.text("lastAdministrator"));
        case "NOT_FOUND" -> visit.refused(Visit.text("changedMeanwhile"));
        default -> throw e;
      }
    }
  }
}
