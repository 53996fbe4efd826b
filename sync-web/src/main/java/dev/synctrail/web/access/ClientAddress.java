package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Determines the client address of a request: the peer, or what a trusted proxy reports ({@code
 * Forwarded}, RFC 7239, or else {@code X-Forwarded-For}). Any client can send such a header, so its
 * entries count only as far as each was added by a trusted proxy.
 */
@ApplicationScoped
public class ClientAddress {
  private static final String ADDRESS = ClientAddress.class.getName();
  private static final Pattern FOR =
      Pattern.compile("(?i)(?:^|[;,])\\s*for\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^;,\\s]*)");
  private static final Pattern V4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?");
  private static final Pattern V6 =
      Pattern.compile("\\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:\\]|$).*");
  private static final int V6_NETWORK_BYTES = 8;

  private final List<Network> trusted;

  @Inject
  ClientAddress(@ConfigProperty(name = "sync.http.trusted-proxies") Optional<String> proxies) {
    this.trusted =
        proxies
            .map(list -> Arrays.stream(list.split(",")).map(Network::read).toList())
            .orElse(List.of());
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /** Determines the address and stores it for the rest of the request. */
  void determine(HttpServletRequest request) {
    request.setAttribute(
        ADDRESS,
        of(
            request.getRemoteAddr(),
            Collections.list(request.getHeaders("Forwarded")),
            Collections.list(request.getHeaders("X-Forwarded-For"))));
  }

  /** Returns the address that {@link #determine} determined. */
  static String of(HttpServletRequest request) {
    return request.getAttribute(ADDRESS) instanceof String known ? known : request.getRemoteAddr();
  }

  /**
   * Returns the key of limits per address: the address itself, or the 64-bit network of an IPv6
   * address, because one customer owns all addresses in it.
   */
  public static String limitKey(HttpServletRequest request) {
    String address = of(request);
    InetAddress read = read(address);
    return read == null ? address : limitKey(read);
  }

  static String limitKey(InetAddress address) {
    if (address.getAddress().length == 4) {
      return address.getHostAddress();
    }
    byte[] network = Arrays.copyOf(address.getAddress(), V6_NETWORK_BYTES);
    return new Network(Arrays.copyOf(network, 16), V6_NETWORK_BYTES * 8).toString();
  }

  String of(String peer, List<String> forwarded, List<String> forwardedFor) {
    InetAddress nearest = read(peer);
    if (nearest == null || !isTrusted(nearest)) {
      return peer;
    }
    List<String> reported = forwarded.isEmpty() ? listed(forwardedFor) : fors(forwarded);
    for (int i = reported.size() - 1; i >= 0 && isTrusted(nearest); i--) {
      InetAddress before = read(reported.get(i));
      if (before == null) {
        break; // obfuscated or unknown: entries further to the left cannot be trusted
      }
      nearest = before;
    }
    return nearest.getHostAddress();
  }

  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  private static List<String> listed(List<String> headers) {
    return headers.stream().flatMap(header -> Arrays.stream(header.split(","))).toList();
  }

  private static List<String> fors(List<String> headers) {
    List<String> fors = new ArrayList<>();
    for (String header : headers) {
      Matcher matcher = FOR.matcher(header);
      while (matcher.find()) {
        fors.add(matcher.group(1).replace("\"", ""));
      }
    }
    return fors;
  }

  /** Parses an address with or without a port; null for a host name, which is never resolved. */
  private static @Nullable InetAddress read(String text) {
    String stripped = text.strip();
    Matcher v4 = V4.matcher(stripped);
    Matcher v6 = V6.matcher(stripped);
    try {
      if (v4.matches()) {
        return InetAddress.getByName(v4.group(1));
      }
      return v6.matches() ? InetAddress.getByName(v6.group(1)) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static final class Network {
    private final byte[] bytes;
    private final int bits;

    Network(byte[] bytes, int bits) {
      this.bytes = bytes;
      this.bits = bits;
    }

    static Network read(String text) {
      String[] parts = text.strip().split("/", 2);
      InetAddress address = ClientAddress.read(parts[0]);
      if (address == null) {
        throw new IllegalArgumentException(
            "sync.http.trusted-proxies must list addresses such as 10.0.0.7 or 10.0.0.0/8,"
                + " not "
                + text);
      }
      int maxBits = address.getAddress().length * 8;
      int bits = parts.length == 1 ? maxBits : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > maxBits) {
        throw new IllegalArgumentException("sync.http.trusted-proxies: invalid network " + text);
      }
      return new Network(address.getAddress(), bits);
    }

    boolean contains(InetAddress address) {
      byte[] other = address.getAddress();
      if (other.length != bytes.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((bytes[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      try {
        return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
