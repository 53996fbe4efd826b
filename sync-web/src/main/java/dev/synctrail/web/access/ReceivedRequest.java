package dev.synctrail.web.access;

import java.net.URI;
import java.net.URISyntaxException;

/** The parts of a request that a problem document needs. */
record ReceivedRequest(String method, String path) {

  /** Returns the path, or the empty reference if it is not a valid one. */
  String instance() {
    try {
      return new URI(path).getRawPath();
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
