package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.web.rest.AnswerWriter;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what the present caller may do, over REST and in the console, and that
 * records what has to be.
 */
@ApplicationScoped
public class Authorization {
  private static final String CALLER = Caller.class.getName();
  private static final String CHANGE = Authorization.class.getName() + ".change";
  private static final String MISSING = Authorization.class.getName() + ".missing";
  private static final String RECORDED = Authorization.class.getName() + ".recorded";

  private final HttpServletRequest request;
  private final AccessAudit accessAudit;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Authorization() {
    this.request = null;
    this.accessAudit = null;
  }

  @Inject
  Authorization(HttpServletRequest request, AccessAudit accessAudit) {
    this.request = request;
    this.accessAudit = accessAudit;
  }

  /** Remembers for the rest of the request who was let in. */
  static void admit(HttpServletRequest request, Caller caller) {
    request.setAttribute(CALLER, caller);
  }

  static Optional<Caller> caller(HttpServletRequest request) {
    return request.getAttribute(CALLER) instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** Returns the right for whose lack a request was refused. */
  public static Optional<Right> missing(HttpServletRequest request) {
    return request.getAttribute(MISSING) instanceof Right right
        ? Optional.of(right)
        : Optional.empty();
  }

  /** Returns who was let in. */
  public Caller caller() {
    return caller(request)
        .orElseThrow(() -> new IllegalStateException("No caller is authenticated"));
  }

  /** Tells whether the present caller may; for what is shown, never instead of {@link #require}. */
  public boolean may(Right right) {
    return caller(request).filter(caller -> caller.may(right)).isPresent();
  }

  /**
   * Goes on only when the present caller may, and once it is recorded, where it has to be.
   *
   * @throws Problem 403, which names the right
   */
  public void require(Right right) {
    Caller caller = caller();
    if (!caller.may(right)) {
      request.setAttribute(MISSING, right);
      record(AccessRecord.Kind.DENIED, caller, right, null);
      throw refused(caller, right);
    }
    accessAudit.used(caller, right);
    if (right == Right.PAYLOAD) {
      once(AccessRecord.Kind.PAYLOAD_READ, caller, right);
    } else if (right == Right.EXPORT) {
      once(AccessRecord.Kind.EXPORTED, caller, right);
    }
  }

  private void once(AccessRecord.Kind kind, Caller caller, Right right) {
    String done = Authorization.class.getName() + kind;
    if (request.getAttribute(done) == null) {
      record(kind, caller, right, null);
      request.setAttribute(done, true);
    }
  }

  private static Problem refused(Caller caller, Right right) {
    if (caller.mustChange()) {
      return Problem.of(
          403,
          "PASSWORD_CHANGE_NEEDED",
          "The password was set by an administrator: change it first with PUT" + " /me/password");
    }
    return Problem.of(403, "FORBIDDEN", "Requires the right " + right)
        .withMember("right", Json.createValue(right.name()));
  }

  /**
   * Tells what the present request changes, for its record.
   *
   * @param before null for what was not there
   * @param after null for what is not there any more
   */
  public void changed(@Nullable Record before, @Nullable Record after) {
    Map<String, Record> change = new LinkedHashMap<>();
    if (before != null) {
      change.put("before", before);
    }
    if (after != null) {
      change.put("after", after);
    }
    request.setAttribute(CHANGE, AnswerWriter.text(change));
  }

  /** Records what somebody decided with the right ACTION, in the transaction that did it. */
  public void acted(Record decision) {
    record(AccessRecord.Kind.CHANGED, caller(), Right.ACTION, AnswerWriter.text(decision));
  }

  /**
   * Records that something was administered, in the transaction that did it. A page is asked for
   * many things while it is shown, and has changed something only when it told so.
   */
  void administered() {
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      return;
    }
    Object change = request.getAttribute(CHANGE);
    boolean page = request.getServletPath().startsWith("/console/");
    if (change != null || (!page && request.getAttribute(RECORDED) == null)) {
      record(AccessRecord.Kind.CHANGED, caller(), Right.ADMINISTRATION, (String) change);
      request.removeAttribute(CHANGE);
      request.setAttribute(RECORDED, true);
    }
  }

  private void record(
      AccessRecord.Kind kind, Caller caller, Right right, @Nullable String details) {
    accessAudit.record(kind, caller, right, RecordedUri.of(request), details);
  }
}
