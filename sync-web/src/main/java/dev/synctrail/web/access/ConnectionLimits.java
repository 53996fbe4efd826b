package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Limits connections before a request reaches the application: their number per address, and the
 * time and memory that headers may take until they are complete. Such a connection holds no thread,
 * but a file descriptor, and the headers received so far.
 *
 * <p>A connection from a trusted proxy is exempt from the limits per address.
 */
@ApplicationScoped
public class ConnectionLimits {
  /** Headers up to this size arrive in one packet or a few. */
  static final int SMALL_HEADERS = 8 * 1024;

  /** Even small headers need memory for each packet that they arrive in. */
  static final int FEW_PACKETS = 64;

  static final int MAX_LARGE_PER_ADDRESS = 8;
  static final int MAX_LARGE = 32;

  private final InFlightLimits inFlightLimits;
  private final ConnectionDeadlines deadlines;
  private final ClientAddress clientAddress;
  private final int perAddress;

  @Inject
  ConnectionLimits(
      InFlightLimits inFlightLimits,
      ConnectionDeadlines deadlines,
      ClientAddress clientAddress,
      @ConfigProperty(name = "sync.http.connections-per-address", defaultValue = "1000")
          int perAddress) {
    if (perAddress < 1) {
      throw new IllegalArgumentException("sync.http.connections-per-address must be at least 1");
    }
    this.inFlightLimits = inFlightLimits;
    this.deadlines = deadlines;
    this.clientAddress = clientAddress;
    this.perAddress = perAddress;
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /** Counts a connection until the slot is closed; empty if the address has too many. */
  Optional<InFlightLimits.Slot> accept(InetAddress peer) {
    return clientAddress.isTrusted(peer)
        ? Optional.of(() -> {})
        : inFlightLimits.tryEnter("connections of " + ClientAddress.limitKey(peer), perAddress);
  }

  /** Watches headers that are incomplete, until {@link IncompleteHeaders#end}. */
  IncompleteHeaders incompleteHeaders(InetAddress peer, Runnable disconnect) {
    return new IncompleteHeaders(peer, disconnect, deadlines.watch(disconnect));
  }

  private Optional<InFlightLimits.Slot> largeHeaders(InetAddress peer) {
    Optional<InFlightLimits.Slot> total = inFlightLimits.tryEnter("large headers", MAX_LARGE);
    if (total.isEmpty() || clientAddress.isTrusted(peer)) {
      return total;
    }
    Optional<InFlightLimits.Slot> own =
        inFlightLimits.tryEnter(
            "large headers of " + ClientAddress.limitKey(peer), MAX_LARGE_PER_ADDRESS);
    if (own.isEmpty()) {
      total.get().close();
    }
    return own.map(
        slot ->
            () -> {
              slot.close();
              total.get().close();
            });
  }

  /** Headers of which a part was received. */
  final class IncompleteHeaders {
    private final InetAddress peer;
    private final Runnable disconnect;
    private final ConnectionDeadlines.Watch watch;
    private InFlightLimits.@Nullable Slot large;
    private int packets;
    private boolean ended;

    private IncompleteHeaders(
        InetAddress peer, Runnable disconnect, ConnectionDeadlines.Watch watch) {
      this.peer = peer;
      this.disconnect = disconnect;
      this.watch = watch;
      watch.startWaiting();
    }

    /** Disconnects the client if these headers are large and there are too many of them. */
    void received(int bytes) {
      if (needsSlot(bytes) && !takeSlot()) {
        disconnect.run();
      }
    }

    private synchronized boolean needsSlot(int bytes) {
      packets++;
      return !ended && large == null && (bytes > SMALL_HEADERS || packets > FEW_PACKETS);
    }

    private synchronized boolean takeSlot() {
      large = largeHeaders(peer).orElse(null);
      return large != null;
    }

    /** The headers are complete, or the connection is closed. */
    synchronized void end() {
      ended = true;
      watch.close();
      if (large != null) {
        large.close();
        large = null;
      }
    }
  }
}
