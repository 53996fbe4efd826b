package dev.synctrail.web.run;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.web.rest.RequestRules;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The members of a request that say why and for whom something is ordered. */
public interface Motive extends RequestRules {
  /** The description of {@link #onBehalfOf}. */
  String ON_BEHALF_OF = "Person or system on whose behalf the caller claims to act";

  /** The description of {@link #syncMetadata}. */
  String SYNC_METADATA = "Your own JSON object, at most 64 KB; returned unchanged";

  /** The maximum size of {@link #syncMetadata}, in bytes. */
  int METADATA_LIMIT = 65_536;

  @Nullable String reason();

  @Nullable String onBehalfOf();

  @Nullable Snapshot syncMetadata();

  @Override
  default void check(BiConsumer<String, String> faults) {
    Snapshot metadata = syncMetadata();
    if (metadata != null && metadata.size() > METADATA_LIMIT) {
      faults.accept(
          "/syncMetadata", "Larger than " + METADATA_LIMIT + " bytes: " + metadata.size());
    }
  }
}
