package dev.synctrail.web.recording;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recording.Begun;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.run.OrderDetails;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a sync that an external system is about to carry out. */
@Schema(name = "RecordRequest")
public record RecordRequest(
    @Schema(description = "Content type", required = true, example = "ArticlePage") String typeKey,
    @Schema(
            description =
                "Content hash; default computed from `data`. The sync is linked to the latest"
                    + " version of the type with this hash")
        String versionHash,
    @Schema(
            description = "Platform; it need not be configured",
            required = true,
            example = "contentful")
        String targetPlatform,
    @Schema(description = "Direction", required = true) Direction syncDirection,
    @Schema(description = "Pushed or pulled content, stored byte for byte", required = true)
        JsonObject data,
    @Schema(description = "Your own UUID to group syncs") UUID deploymentId,
    @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
        Object syncMetadata,
    @Schema(description = "Start time; default now") Instant startedAt,
    @Schema(description = "Reason", maxLength = 1_000) String reason,
    @Schema(
            description = "Person or system on whose behalf the caller claims to act",
            maxLength = 255)
        String onBehalfOf) {

  /**
   * The request as read, before the hash is checked.
   *
   * @param hash of the data
   * @param claimed the hash that the caller gave for the data
   */
  record Claimed(Begun begun, ContentHash hash, @Nullable ContentHash claimed) {

    /** Returns the sync linked to a version. */
    Begun of(ContentTypeVersion version) {
      return new Begun(
          begun.typeKey(),
          new VersionLink(version.id().hex(), version.contentHash().hex()),
          begun.platform(),
          begun.direction(),
          begun.data(),
          begun.cause(),
          begun.started());
    }
  }

  static Claimed read(JsonBody in, byte[] body, OrderDetails orderDetails, Instant now) {
    TypeKey typeKey = in.value("typeKey", TypeKey::new, new TypeKey("unknown"));
    ContentHash claimed = in.optionalValue("versionHash", ContentHash::new);
    PlatformId platform = in.value("targetPlatform", PlatformId::new, PlatformId.DEFAULT);
    Direction direction = in.constant("syncDirection", Direction.class);
    in.object("data");
    byte[] data = StrictJson.readObject(body).bytesOf("data").orElse(new byte[] {'{', '}'});
    UUID deployment = in.optionalUuid("deploymentId");
    Instant startedAt = in.optionalInstant("startedAt");
    ReportedExchange.requirePast(in, "startedAt", startedAt, now);
    Intent.Cause cause = orderDetails.cause(in);
    ContentHash hash = ContentHash.of(data);
    return new Claimed(
        new Begun(
            typeKey,
            new VersionLink(null, hash.hex()),
            platform,
            direction,
            Snapshot.of(data),
            deployment == null ? cause : cause.in(new RunId(deployment)),
            startedAt),
        hash,
        claimed);
  }
}
