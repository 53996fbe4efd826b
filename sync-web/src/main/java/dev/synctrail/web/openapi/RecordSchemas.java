package dev.synctrail.web.openapi;

import static java.util.Objects.requireNonNull;

import dev.synctrail.analytics.Precedent;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.Tile;
import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.WaitReason;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.history.RunStep;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.RequestReader;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schemas of requests and answers.
 *
 * <p>An answer always has the components of its record that are not {@link Nullable}, because the
 * writer omits null and nothing else. Records of the domain that are answers as they are cannot be
 * annotated, and are described here.
 */
final class RecordSchemas {
  private static final Map<Class<? extends Record>, Map<String, String>> DOMAIN =
      Map.ofEntries(
          Map.entry(
              BoardRow.class,
              Map.of(
                  "typeKey", "Type key",
                  "newestVersion", "Newest version",
                  "newestAt", "Time at which the newest version was stored",
                  "tiles", "State on each platform, by platform")),
          Map.entry(
              BreakerStatus.Breaker.class,
              Map.of(
                  "state", "CLOSED, OPEN or HALF_OPEN",
                  "openUntil", "Time of the next trial request; absent unless open",
                  "seen", "Requests counted",
                  "failed", "Failed requests",
                  "calls", "Number of recent requests evaluated",
                  "failuresPercent", "Failure threshold in percent",
                  "openFor", "Open time")),
          Map.entry(
              BreakerStatus.Bucket.class,
              Map.of(
                  "ratePerMinute", "Requests per minute",
                  "burst", "Burst size",
                  "left", "Requests available now")),
          Map.entry(
              ExchangeLog.Header.class,
              Map.of("name", "Name as sent", "value", "Value; replaced if secret")),
          Map.entry(
              LedgerProofs.SubjectProof.class,
              Map.of(
                  "checkpoint", "Signed note (C2SP tlog-checkpoint); empty before the first entry",
                  "leaves", "Entries in their order, without those of the last second")),
          Map.entry(
              LedgerProofs.LeafProof.class,
              Map.of(
                  "leaf", "Index of the leaf, from 0",
                  "entry", "Bytes of the leaf: canonical JSON",
                  "leafHash", "Leaf hash (RFC 6962) in base64",
                  "auditPath", "Merkle audit path in base64, from the leaf to the root")),
          Map.entry(
              LegalHold.class,
              Map.of(
                  "id", "Id",
                  "filter", "Filter of the held syncs",
                  "reason", "Reason",
                  "actor", "Set by",
                  "setAt", "Time at which it was set",
                  "releasedAt", "Release time",
                  "releasedBy", "Released by")),
          Map.entry(
              LiveVersion.class,
              Map.of(
                  "versionId",
                      "Version; of a rollback, the one that it restored. Absent if no version has the"
                          + " content that is live",
                  "arrival",
                      "DEPLOYMENT, ROLLBACK, ADOPTION (others put it there, and it was pulled, accepted,"
                          + " or found as intended) or CHANGE_BY_OTHERS",
                  "since", "Time at which it became live, or was first seen",
                  "actor", "User who brought it there; absent for a change by others",
                  "reason", "Reason",
                  "syncId", "Push that brought it there",
                  "runId", "Deployment of that push")),
          Map.entry(
              Precedent.class,
              Map.of(
                  "kind", "Changed setting",
                  "from", "Previous value",
                  "to", "New value",
                  "at", "Start of the first sync with the new value",
                  "syncsBetween", "Number of syncs with the new value before the first failure")),
          Map.entry(
              Run.Cancellation.class, Map.of("at", "Time", "actor", "Actor", "reason", "Reason")),
          Map.entry(
              RunStep.class,
              Map.of(
                  "time", "Time",
                  "kind",
                      "Kind of entry: QUEUED, STARTED, LISTING, SKIPPED, FINISHED for the run, otherwise"
                          + " the kind of the sync event",
                  "actor", "Actor",
                  "syncId", "Sync of the event",
                  "typeKey", "Content type of the sync",
                  "detail", "Details")),
          Map.entry(
              Tile.class,
              Map.of(
                  "platform", "Platform",
                  "state",
                      "The first that applies of CONFLICT (a user has to decide), FAILED (the last"
                          + " push), PENDING (a push is open or not read back), DRIFTED, PINNED, BEHIND"
                          + " (not the newest version), IN_SYNC, NEVER_PUSHED",
                  "since", "Beginning of the state; absent if never pushed",
                  "live", "What is live; absent if the type is not on the platform",
                  "driftState", "State at the last check",
                  "checking", "Whether a check is queued",
                  "checkedAt", "Last check",
                  "syncId", "The failed or open push, or else the last one that landed",
                  "conflictId", "Open conflict",
                  "reason", "Error of the failed push, or reason of the pin")),
          Map.entry(
              TypeListing.Skipped.class,
              Map.of(
                  "name", "Its key as the platform writes it, or its place where it has none",
                  "reason", "Reason")),
          Map.entry(
              WaitReason.class,
              Map.of(
                  "why", "Kind",
                  "words", "Explanation",
                  "until", "Expected end; absent if unknown",
                  "behind", "Entry that runs first; only for that wait reason")));

  private final Map<String, Schema> schemas;
  private final Set<Class<?>> completed = new HashSet<>();

  RecordSchemas(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  /** Completes the schemas of the request and of all answers of a method. */
  void complete(Method method) {
    RequestReader.bodyOf(method)
        .ifPresent(body -> complete(body.getType(), RequestReader::requiredMembers));
    complete(method.getGenericReturnType());
    for (APIResponseSchema response : method.getAnnotationsByType(APIResponseSchema.class)) {
      complete(response.value());
    }
    Stream.of(method.getAnnotationsByType(APIResponse.class))
        .flatMap(response -> Stream.of(response.content()))
        .map(Content::schema)
        .flatMap(
            schema -> Stream.concat(Stream.of(schema.implementation()), Stream.of(schema.oneOf())))
        .forEach(this::complete);
  }

  private void complete(Type answer) {
    complete(answer, RecordSchemas::alwaysPresent);
  }

  private void complete(Type type, Function<Class<?>, List<String>> requiredMembers) {
    if (type instanceof ParameterizedType generic) {
      complete(generic.getRawType(), requiredMembers);
      Stream.of(generic.getActualTypeArguments())
          .forEach(argument -> complete(argument, requiredMembers));
    } else if (type instanceof Class<?> record && record.isRecord() && completed.add(record)) {
      Schema schema = schemas.get(nameOf(record, record.getSimpleName()));
      if (schema != null && schema.getProperties() != null) {
        List<String> required =
            requiredMembers.apply(record).stream()
                .filter(schema.getProperties()::containsKey)
                .toList();
        schema.setRequired(required.isEmpty() ? null : required);
        DOMAIN
            .getOrDefault(record, Map.of())
            .forEach(
                (name, text) -> describe(requireNonNull(schema.getProperties().get(name)), text));
      }
      Stream.of(record.getRecordComponents())
          .forEach(component -> complete(component.getGenericType(), requiredMembers));
    }
  }

  /** A reference cannot have a description next to it. */
  private static void describe(Schema member, String text) {
    if (member.getRef() != null) {
      member.addAllOf(OASFactory.createSchema().ref(member.getRef())).setRef(null);
    }
    member.setDescription(text);
  }

  private static List<String> alwaysPresent(Class<?> answer) {
    return Stream.of(answer.getRecordComponents())
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(component -> nameOf(component.getAccessor(), component.getName()))
        .toList();
  }

  private static String nameOf(AnnotatedElement element, String name) {
    var schema =
        element.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    return schema == null || schema.name().isEmpty() ? name : schema.name();
  }
}
