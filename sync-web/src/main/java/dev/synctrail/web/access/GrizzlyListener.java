package dev.synctrail.web.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.jspecify.annotations.Nullable;

/**
 * Adds a probe and a filter to a listener of Payara, which is built with Grizzly. Separate from
 * {@link ListenerExtension} because other servers have no Grizzly.
 */
final class GrizzlyListener {
  private final ConnectionLimits limits;
  private final ConcurrentMap<Connection<?>, State> states = new ConcurrentHashMap<>();

  private GrizzlyListener(ConnectionLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds them.
   *
   * @return removes them
   */
  static Runnable install(Object context, ConnectionLimits limits) {
    GrizzlyListener listener = new GrizzlyListener(limits);
    FilterChain chain = ((FilterChainContext) context).getFilterChain();
    int codec = indexOfCodec(chain);
    HttpCodecFilter http = (HttpCodecFilter) chain.get(codec);
    RequestProbe probe = new RequestProbe(listener);
    Filter replaced = chain.get(codec - 1);
    Filter filter = new ListenerFilter(replaced, listener);
    http.getMonitoringConfig().addProbes(probe);
    // Replaced, because requests in progress know their position in the chain by its index.
    chain.set(codec - 1, filter);
    return () -> {
      http.getMonitoringConfig().removeProbes(probe);
      chain.set(chain.indexOf(filter), replaced);
      listener.states.values().forEach(State::close);
    };
  }

  private static int indexOfCodec(FilterChain chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i) instanceof HttpCodecFilter) {
        return i;
      }
    }
    throw new IllegalStateException("The listener has no HTTP codec");
  }

  /** Counts a new connection. Returns false and closes it if its address has too many. */
  boolean accept(Connection<?> connection) {
    var slot = limits.accept(peer(connection));
    if (slot.isEmpty()) {
      connection.terminateSilently();
      return false;
    }
    connection.addCloseListener(
        (CloseListener<Closeable, CloseType>) (closed, type) -> slot.get().close());
    return true;
  }

  /** Returns what is known about an open connection. */
  State state(Connection<?> connection) {
    State known = states.get(connection);
    if (known != null) {
      return known;
    }
    State added = new State(connection);
    State earlier = states.putIfAbsent(connection, added);
    if (earlier != null) {
      return earlier;
    }
    connection.addCloseListener(
        (CloseListener<Closeable, CloseType>)
            (closed, type) -> {
              states.remove(connection);
              added.close();
            });
    return added;
  }

  private static InetAddress peer(Connection<?> connection) {
    return ((InetSocketAddress) connection.getPeerAddress()).getAddress();
  }

  /** A connection with its latest request, and with the headers that it has begun to send. */
  final class State {
    private final Connection<?> connection;
    private volatile @Nullable ReceivedRequest latest;
    private ConnectionLimits.@Nullable IncompleteHeaders incomplete;
    private boolean closed;

    private State(Connection<?> connection) {
      this.connection = connection;
    }

    @Nullable ReceivedRequest latest() {
      return latest;
    }

    void setLatest(ReceivedRequest request) {
      latest = request;
    }

    /** A packet of headers was received; together they have that many bytes. */
    synchronized void received(int bytes) {
      if (!closed) {
        begin().received(bytes);
      }
    }

    /** A packet of a body was received that the server discards. */
    synchronized void discarding() {
      if (!closed) {
        begin();
      }
    }

    private ConnectionLimits.IncompleteHeaders begin() {
      ConnectionLimits.IncompleteHeaders begun = incomplete;
      if (begun == null) {
        begun = limits.incompleteHeaders(peer(connection), connection::terminateSilently);
        incomplete = begun;
      }
      return begun;
    }

    /** Tells whether the request that is received has not yet gone to the application. */
    synchronized boolean isIncomplete() {
      return incomplete != null;
    }

    /** The request goes to the application. */
    synchronized void complete() {
      if (incomplete != null) {
        incomplete.end();
        incomplete = null;
      }
    }

    private synchronized void close() {
      closed = true;
      complete();
    }
  }
}
