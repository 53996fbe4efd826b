package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the addresses on which processes and their children listen, from Linux's {@code /proc}. */
final class ListeningSockets {
  private static final String TCP_LISTEN = "0A";
  private static final String UDP_UNCONNECTED = "07";

  private ListeningSockets() {}

  static List<Listening> of(ProcessHandle... roots) {
    Set<String> inodes =
        Stream.of(roots)
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .flatMap(ListeningSockets::sockets)
            .collect(Collectors.toSet());
    return Stream.of("tcp", "tcp6", "udp", "udp6")
        .flatMap(ListeningSockets::table)
        .filter(socket -> inodes.contains(socket.inode()))
        .toList();
  }

  private static Stream<String> sockets(ProcessHandle process) {
    try (var open = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
      return open
          .map(ListeningSockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty(); // the process has ended meanwhile
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // the descriptor was closed meanwhile
    }
  }

  private static Stream<Listening> table(String protocol) {
    try {
      return Files.readAllLines(Path.of("/proc/net", protocol)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(
              columns ->
                  columns[3].equals(protocol.startsWith("tcp") ? TCP_LISTEN : UDP_UNCONNECTED))
          .map(columns -> new Listening(protocol, columns[1], columns[9]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A listening socket.
   *
   * @param address hexadecimal in the machine's byte order, followed by a colon and the port
   */
  record Listening(String protocol, String address, String inode) {
    boolean isLoopback() {
      return address.matches("[0-9A-F]{6}7F:.*") // 127.0.0.0/8
          || address.startsWith("00000000000000000000000001000000:") // ::1
          || address.matches("0000000000000000FFFF0000[0-9A-F]{6}7F:.*");
    }
  }
}
