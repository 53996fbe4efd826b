package dev.synctrail.deployment;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.Observation;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Determines which types a content references, as far as its bytes are stored and readable. */
@ApplicationScoped
class ReferencedTypes {
  private final Snapshots snapshots;

  @Inject
  ReferencedTypes(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** Returns the types that a content references. */
  static Set<TypeKey> in(Snapshot content, ContentModel model) {
    try {
      return model.references(StrictJson.readObject(content.bytes()).object());
    } catch (MalformedJson e) {
      return Set.of();
    }
  }

  /** Returns the types that a stored content references. */
  Set<TypeKey> in(@Nullable PayloadReference content, ContentModel model) {
    return stored(content).map(bytes -> in(bytes, model)).orElse(Set.of());
  }

  /** Returns whether the deployed content of a type references another type. */
  boolean names(DeployedState there, TypeKey other, ContentModel model) {
    // nearly no content contains the name, so most need not be parsed
    return stored(content(there))
        .filter(bytes -> bytes.text().contains(other.value()))
        .filter(bytes -> in(bytes, model).contains(other))
        .isPresent();
  }

  /** Returns the deployed content of a type, as far as is known. */
  static @Nullable PayloadReference content(DeployedState there) {
    Observation live = there.live();
    return live == null || there.state() == DeployedState.State.PENDING
        ? there.wanted()
        : live.content();
  }

  private Optional<Snapshot> stored(@Nullable PayloadReference content) {
    return content == null || content.truncated()
        ? Optional.empty()
        : snapshots.find(content.checksum(), false);
  }
}
