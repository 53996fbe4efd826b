package dev.synctrail.web.accessadmin;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessAudit.Holder;
import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Right;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Period;
import dev.synctrail.json.StrictJson;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PagePeriod;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows the access log (sign-ins, payload accesses, downloads, access changes, refusals) and the
 * access review.
 */
@Named
@Needs(Right.AUDIT)
@RequestScoped
public class AccessLogPage {
  private static final List<String> FILTERS =
      List.of(
          "kind",
          "actor",
          "actorContains",
          "right",
          PagePeriod.START,
          PagePeriod.END,
          PagePeriod.PRESET,
          "after",
          "before");

  private final AccessAudit accessAudit;
  private final ChangeWording changeWording;
  private final PageAddress filter;
  private final Map<String, String> faults = new HashMap<>();
  private KeysetPage<AccessRecord> page = KeysetPage.none();

  @Inject
  AccessLogPage(AccessAudit accessAudit, ChangeWording changeWording, PageContext pageContext) {
    this.accessAudit = accessAudit;
    this.changeWording = changeWording;
    this.filter = pageContext.address(FILTERS);
  }

  @PostConstruct
  void read() {
    AccessLog.Filter query =
        new AccessLog.Filter(
            filter.get("actor"),
            filter.get("actorContains"),
            filterValue("kind", AccessRecord.Kind::valueOf),
            filterValue("right", Right::valueOf),
            filterValue(PagePeriod.START, Period::start),
            filterValue(PagePeriod.END, Period::end));
    if (faults.isEmpty()) {
      page =
          KeysetPage.of(
              filter,
              Long::valueOf,
              AccessRecord::number,
              (cursor, backwards, limit) -> accessAudit.page(query, cursor, backwards, limit));
    }
  }

  private <T> @Nullable T filterValue(String name, Function<String, T> reader) {
    String text = filter.get(name);
    try {
      return text == null ? null : reader.apply(text);
    } catch (IllegalArgumentException e) {
      faults.put(name, PageContext.text("invalidValue", text));
      return null;
    }
  }

  /** Returns the records on this page of the list, newest first. */
  public List<AccessRecord> getRows() {
    return page.rows();
  }

  /** Returns the value of a filter in the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(filter.get(name), "");
  }

  /** Returns the text of the field of the actor. */
  public String getActor() {
    return filter.entered(Criterion.ACTOR_CONTAINS);
  }

  /** Returns the error of a filter; empty if it is valid. */
  public String fault(String name) {
    return faults.getOrDefault(name, "");
  }

  public List<AccessRecord.Kind> getKinds() {
    return List.of(AccessRecord.Kind.values());
  }

  public List<Right> getRights() {
    return List.of(Right.values());
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return page.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return page.previous();
  }

  /** Returns the name or the id of the changed object; empty if nothing was changed. */
  public String subject(AccessRecord record) {
    JsonObject change = details(record);
    JsonObject one = part(change, change.containsKey("after") ? "after" : "before");
    JsonValue subject = one.getOrDefault("name", one.get("id"));
    return subject instanceof JsonString text ? text.getString() : "";
  }

  /** Returns the number of refusals that a record summarizes; 1 for any other record. */
  public int times(AccessRecord record) {
    return details(record).getInt("times", 1);
  }

  /** Returns the members that differ before and after a change. */
  public List<Member> changes(AccessRecord record) {
    JsonObject change = details(record);
    JsonObject before = part(change, "before");
    JsonObject after = part(change, "after");
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(
            name ->
                new Member(
                    changeWording.label(name),
                    changeWording.value(name, before.get(name)),
                    changeWording.value(name, after.get(name))))
        .toList();
  }

  private static JsonObject details(AccessRecord record) {
    String details = record.details();
    return details == null
        ? JsonValue.EMPTY_JSON_OBJECT
        : StrictJson.readObject(details.getBytes(StandardCharsets.UTF_8)).object();
  }

  private static JsonObject part(JsonObject change, String name) {
    return change.get(name) instanceof JsonObject part ? part : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** One changed member; empty where it did not exist. */
  public record Member(String label, String before, String after) {}

  /** Returns all users and tokens that have or have used rights. */
  public List<Holder> getHolders() {
    return accessAudit.review();
  }

  /** Returns the rights of a holder. */
  public List<Held> held(Holder holder) {
    return holder.rights().stream()
        .sorted()
        .map(right -> new Held(right, holder.lastUsed().get(right)))
        .toList();
  }

  /** A right, and when it was last used; null for never. */
  public record Held(Right right, @Nullable Instant lastUsedAt) {}
}
