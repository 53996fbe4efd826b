package dev.synctrail.web.accessadmin;

import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import dev.synctrail.access.TokenRevocation;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.accessadmin.TokensResource.TokenAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Manages the personal tokens of the current user. Each change is recorded in the transaction that
 * makes it.
 */
@ApplicationScoped
@Needs(Right.SELF)
@Transactional
class OwnTokens {
  private final IssueTokens issueTokens;
  private final Authorization authorization;
  private final Event<TokenRevocation> revocations;

  @Inject
  OwnTokens(
      IssueTokens issueTokens, Authorization authorization, Event<TokenRevocation> revocations) {
    this.issueTokens = issueTokens;
    this.authorization = authorization;
    this.revocations = revocations;
  }

  private String owner() {
    return authorization.caller().name();
  }

  /** Returns the tokens of the user, including revoked ones, newest first. */
  List<Token> all() {
    return issueTokens.personalTokens(owner());
  }

  /** Creates a token; empty if the user has used the name before. */
  Optional<IssueTokens.Granted> create(String name, Role role, @Nullable Instant expiresAt) {
    Optional<IssueTokens.Granted> created =
        issueTokens.personalToken(owner(), name, role, expiresAt);
    created.ifPresent(
        granted -> authorization.changedOwn(null, TokenAnswer.of(granted.token(), null)));
    return created;
  }

  /** Revokes a token of the user; empty if there is none or it was already revoked. */
  Optional<Token> revoke(UUID id) {
    Optional<Token> revoked =
        all().stream()
            .filter(token -> token.id().equals(id))
            .filter(token -> issueTokens.revoke(id))
            .findFirst();
    revoked.ifPresent(
        token -> {
          authorization.changedOwn(TokenAnswer.of(token, null), null);
          revocations.fire(new TokenRevocation(id));
        });
    return revoked;
  }
}
