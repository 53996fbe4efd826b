package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.InMemorySyncs;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pins in a list; tested by the same contract as the table. */
public final class InMemoryPins implements Pins {
  private final Versions versions;
  private final InMemorySyncs syncs;
  private final List<Pin> pins = new ArrayList<>();
  private final Set<SyncId> landed = new HashSet<>();
  private final Map<RunId, List<UUID>> skipped = new HashMap<>();

  public InMemoryPins(Versions versions, InMemorySyncs syncs) {
    this.versions = versions;
    this.syncs = syncs;
  }

  @Override
  public void add(Pin pin) {
    end(
        pin.platform(),
        pin.typeKey(),
        new Pin.Ended(Pin.Cause.REPLACED, pin.at(), pin.actor(), pin.reason()));
    pins.add(pin);
  }

  private Stream<Pin> ongoing(PlatformId platform, TypeKey typeKey) {
    return pins.stream()
        .filter(pin -> pin.ended() == null)
        .filter(pin -> pin.platform().equals(platform) && pin.typeKey().equals(typeKey));
  }

  private void replace(Stream<Pin> those, UnaryOperator<Pin> by) {
    those.toList().forEach(pin -> pins.set(pins.indexOf(pin), by.apply(pin)));
  }

  private static Pin with(Pin pin, SyncId sync, Pin.@Nullable Ended ended) {
    return new Pin(
        pin.id(),
        pin.platform(),
        pin.typeKey(),
        sync,
        pin.rollback(),
        pin.newest(),
        pin.absent(),
        pin.theirs(),
        pin.at(),
        pin.actor(),
        pin.reason(),
        ended);
  }

  @Override
  public void end(PlatformId platform, TypeKey typeKey, Pin.Ended how) {
    replace(ongoing(platform, typeKey), pin -> with(pin, pin.sync(), how));
  }

  @Override
  public void landed(SyncId sync) {
    landed.add(sync);
  }

  @Override
  public boolean retried(SyncId sync, SyncId by) {
    List<Pin> those =
        pins.stream().filter(pin -> pin.ended() == null && pin.sync().equals(sync)).toList();
    replace(those.stream(), pin -> with(pin, by, null));
    return !those.isEmpty();
  }

  private boolean holds(Pin pin) {
    return pin.ended() == null
        && versions
            .head(pin.typeKey())
            .map(ContentTypeVersion::id)
            .filter(pin.newest()::equals)
            .isPresent()
        && (landed.contains(pin.sync())
            || syncs
                .find(pin.sync())
                .filter(sync -> sync.status() != SyncStatus.FAILED)
                .isPresent());
  }

  @Override
  public Optional<Pin> holding(PlatformId platform, TypeKey typeKey) {
    return ongoing(platform, typeKey).filter(this::holds).findFirst();
  }

  @Override
  public List<Pin> holding(TypeKey typeKey) {
    return pins.stream()
        .filter(pin -> pin.typeKey().equals(typeKey) && holds(pin))
        .sorted(Comparator.comparing(pin -> pin.platform().value()))
        .toList();
  }

  @Override
  public List<Pin> holding(
      PlatformId platform, @Nullable TypeKey cursor, boolean backwards, int limit) {
    Comparator<Pin> byKey = Comparator.comparing(pin -> pin.typeKey().value());
    return pins.stream()
        .filter(pin -> pin.platform().equals(platform) && holds(pin))
        .filter(
            pin ->
                cursor == null
                    || (backwards
                        ? pin.typeKey().value().compareTo(cursor.value()) < 0
                        : pin.typeKey().value().compareTo(cursor.value()) > 0))
        .sorted(backwards ? byKey.reversed() : byKey)
        .limit(limit)
        .toList();
  }

  @Override
  public void skipped(RunId run, Collection<Pin> those) {
    skipped.put(run, those.stream().map(Pin::id).toList());
  }

  @Override
  public List<Pin> skippedBy(RunId run) {
    List<UUID> ids = skipped.getOrDefault(run, List.of());
    return pins.stream()
        .filter(pin -> ids.contains(pin.id()))
        .sorted(Comparator.comparing(pin -> pin.typeKey().value()))
        .toList();
  }
}
