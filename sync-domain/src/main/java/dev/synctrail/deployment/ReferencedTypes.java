package dev.synctrail.deployment;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.Observation;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which types a content names, as far as its bytes are kept and can be read. */
@Dependent
class ReferencedTypes {
  private final Snapshots snapshots;

  @Inject
  ReferencedTypes(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** Returns the types that a content names. */
  static Set<TypeKey> in(Snapshot content, ContentModel model) {
    try {
      return model.references(StrictJson.readObject(content.bytes()).object());
    } catch (MalformedJson e) {
      return Set.of();
    }
  }

  /** Returns the types that a kept content names. */
  Set<TypeKey> in(@Nullable PayloadReference content, ContentModel model) {
    return kept(content).map(bytes -> in(bytes, model)).orElse(Set.of());
  }

  /** Tells whether what is there of a type names another. */
  boolean names(DeployedState there, TypeKey other, ContentModel model) {
    // nearly every content does not, and need not be read for that
    return kept(content(there))
        .filter(bytes -> bytes.text().contains(other.value()))
        .filter(bytes -> in(bytes, model).contains(other))
        .isPresent();
  }

  /** Returns what is there of a type, as far as is known. */
  static @Nullable PayloadReference content(DeployedState there) {
    Observation live = there.live();
    return live == null || there.state() == DeployedState.State.PENDING
        ? there.wanted()
        : live.content();
  }

  private Optional<Snapshot> kept(@Nullable PayloadReference content) {
    return content == null || content.truncated()
        ? Optional.empty()
        : snapshots.find(content.checksum(), false);
  }
}
