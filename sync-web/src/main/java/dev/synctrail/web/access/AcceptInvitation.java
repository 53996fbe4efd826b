package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.ManageUsers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uses an invitation, records that, and signs the user in. */
@ApplicationScoped
class AcceptInvitation {
  private final ManageUsers manageUsers;
  private final Authenticate authenticate;
  private final Sessions sessions;
  private final AccessAudit accessAudit;
  private final Clock clock;
  private final HttpServletRequest request;

  @Inject
  AcceptInvitation(
      ManageUsers manageUsers,
      Authenticate authenticate,
      Sessions sessions,
      AccessAudit accessAudit,
      Clock clock,
      HttpServletRequest request) {
    this.manageUsers = manageUsers;
    this.authenticate = authenticate;
    this.sessions = sessions;
    this.accessAudit = accessAudit;
    this.clock = clock;
    this.request = request;
  }

  /**
   * Sets the password that an invited user chose and signs the user in.
   *
   * @return false if the invitation is not or no longer valid
   * @throws IllegalArgumentException if the password is too short, too long, or contains the name
   */
  @Transactional
  boolean accept(String secret, String password) {
    Optional<Caller> caller =
        manageUsers
            .accept(secret, password)
            .flatMap(user -> authenticate.resume(user.name(), clock.instant()));
    caller.ifPresent(this::signIn);
    return caller.isPresent();
  }

  private void signIn(Caller caller) {
    record(AccessRecord.Kind.INVITATION_USED, caller);
    record(AccessRecord.Kind.SIGNED_IN, caller);
    sessions.begin(request, SignIn.response(), caller);
  }

  private void record(AccessRecord.Kind kind, Caller caller) {
    accessAudit.record(kind, caller, null, RecordedUri.of(request), null);
  }

  /**
   * Records that a link is not valid.
   *
   * @param name the user whose invitation has expired; null if there is no such invitation
   */
  void refused(@Nullable String name) {
    accessAudit.refused(name, RecordedUri.of(request));
  }
}
