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
 * Decides what the current caller may do, over REST and in the console, and records accesses that
 * must be audited.
 */
@ApplicationScoped
public class Authorization {
  private static final String CALLER = Caller.class.getName();
  private static final String CHANGE = Authorization.class.getName() + ".change";
  private static final String MISSING = Authorization.class.getName() + ".missing";
  private static final String RECORDED = Authorization.class.getName() + ".recorded";

  private final HttpServletRequest request;
  private final AccessAudit accessAudit;

  @Inject
  Authorization(HttpServletRequest request, AccessAudit accessAudit) {
    this.request = request;
    this.accessAudit = accessAudit;
  }

  /** Stores the authenticated caller for the rest of the request. */
  static void admit(HttpServletRequest request, Caller caller) {
    request.setAttribute(CALLER, caller);
  }

  static Optional<Caller> caller(HttpServletRequest request) {
    return request.getAttribute(CALLER) instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** Returns the right whose absence caused the rejection of a request. */
  public static Optional<Right> missing(HttpServletRequest request) {
    return request.getAttribute(MISSING) instanceof Right right
        ? Optional.of(right)
        : Optional.empty();
  }

  /** Returns the authenticated caller. */
  public Caller caller() {
    return caller(request)
        .orElseThrow(() -> new IllegalStateException("No caller is authenticated"));
  }

  /**
   * Tells whether the current caller has a right. Only for display; {@link #require} enforces it.
   */
  public boolean may(Right right) {
    return caller(request).filter(caller -> caller.may(right)).isPresent();
  }

  /**
   * Requires that the current caller has a right, and records the access if it must be audited.
   *
   * @throws Problem 403, which names the right
   */
  public void require(Right right) {
    Caller caller = caller();
    if (!caller.may(right)) {
      request.setAttribute(MISSING, right);
      record(AccessRecord.Kind.DENIED, caller, right, null);
      throw forbidden(caller, right);
    }
    accessAudit.used(caller, right);
    if (right == Right.PAYLOAD) {
      recordOnce(AccessRecord.Kind.PAYLOAD_READ, caller, right);
    } else if (right == Right.EXPORT) {
      recordOnce(AccessRecord.Kind.EXPORTED, caller, right);
    }
  }

  private void recordOnce(AccessRecord.Kind kind, Caller caller, Right right) {
    String recordedKey = Authorization.class.getName() + kind;
    if (request.getAttribute(recordedKey) == null) {
      record(kind, caller, right, null);
      request.setAttribute(recordedKey, true);
    }
  }

  private static Problem forbidden(Caller caller, Right right) {
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
   * States what the current request changes, for the audit record.
   *
   * @param before null if it did not exist
   * @param after null if it no longer exists
   */
  public void changed(@Nullable Record before, @Nullable Record after) {
    request.setAttribute(CHANGE, change(before, after));
  }

  private static String change(@Nullable Record before, @Nullable Record after) {
    Map<String, Record> change = new LinkedHashMap<>();
    if (before != null) {
      change.put("before", before);
    }
    if (after != null) {
      change.put("after", after);
    }
    return AnswerWriter.text(change);
  }

  /** Records a decision made with the right ACTION, in the transaction that executes it. */
  public void acted(Record decision) {
    record(AccessRecord.Kind.CHANGED, caller(), Right.ACTION, AnswerWriter.text(decision));
  }

  /** Records that the caller changed the own password, in the transaction that changes it. */
  void passwordChanged() {
    record(AccessRecord.Kind.PASSWORD_CHANGED, caller(), Right.SELF, null);
  }

  /** Records a change that the caller makes to the own tokens, in the transaction that makes it. */
  public void changedOwn(@Nullable Record before, @Nullable Record after) {
    record(AccessRecord.Kind.CHANGED, caller(), Right.SELF, change(before, after));
  }

  /**
   * Records an administrative change, in the transaction that makes it. Displaying a page calls
   * many methods; a page has made a change only if it called {@link #changed}.
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
