package dev.synctrail.web.access;

import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.Secret;
import dev.synctrail.startup.SchemaReady;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Creates the first administrator from the configuration if there is no user and no token yet. The
 * console password and the token are created independently, each only once.
 */
@ApplicationScoped
class InitialAdministrator {
  private static final Logger LOG = System.getLogger(InitialAdministrator.class.getName());

  private final IssueTokens issueTokens;
  private final Optional<String> token;
  private final String user;
  private final Optional<String> password;
  private final boolean mustChange;

  @Inject
  InitialAdministrator(
      IssueTokens issueTokens,
      @ConfigProperty(name = "sync.bootstrap.token") Optional<String> token,
      @ConfigProperty(name = "sync.bootstrap.admin-user", defaultValue = "admin") String user,
      @ConfigProperty(name = "sync.bootstrap.admin-password") Optional<String> password,
      @ConfigProperty(name = "sync.bootstrap.admin-must-change", defaultValue = "true")
          boolean mustChange) {
    this.issueTokens = issueTokens;
    this.token = token;
    this.user = user;
    this.password = password;
    this.mustChange = mustChange;
  }

  void on(@Observes SchemaReady ready) {
    token.map(InitialAdministrator::legal).ifPresent(this::firstToken);
    password.ifPresent(this::firstUser);
  }

  private static Secret legal(String text) {
    try {
      return Secret.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("sync.bootstrap.token: " + e.getMessage(), e);
    }
  }

  private void firstToken(Secret secret) {
    if (issueTokens.firstToken(IssueTokens.BOOTSTRAP, secret)) {
      LOG.log(Level.INFO, "Created the first token from sync.bootstrap.token");
    }
  }

  private void firstUser(String secret) {
    if (issueTokens.firstUser(user, secret, mustChange)) {
      LOG.log(Level.INFO, "Created the first console user {0}", user);
    }
  }
}
