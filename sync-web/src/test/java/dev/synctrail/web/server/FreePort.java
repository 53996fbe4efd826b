package dev.synctrail.web.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Finds ports for servers under test. */
public final class FreePort {
  private FreePort() {}

  /**
   * Returns a port that is free and outside the range of outgoing connections, so that a killed
   * server can bind it again.
   */
  public static int find() {
    return new Random().ints(20_000, 32_000).filter(FreePort::isFree).findFirst().orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
