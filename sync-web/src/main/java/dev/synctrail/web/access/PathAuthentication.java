package dev.synctrail.web.access;

import java.util.List;

/** The authentication that a path requires; paths that are not listed here require a token. */
enum PathAuthentication {
  /** No authentication. */
  OPEN,
  /** A user's session; without one, the client is redirected to the sign-in page. */
  SESSION,
  /** A bearer token; without one, the answer is 401. */
  TOKEN;

  static final String SIGN_IN = "/sign-in.xhtml";
  static final String INVITATION = "/invitation.xhtml";
  static final String OPENID = "/openid";
  static final String PASSWORD = "/console/password.xhtml";
  static final String START = "/console/overview.xhtml";

  private static final List<String> OPEN_TREES =
      List.of("/health", "/openapi", "/api-docs", "/webjars/swagger-ui", "/jakarta.faces.resource");
  private static final String CONSOLE = "/console";

  /**
   * Decides by the path as the container resolved it.
   *
   * @param path below the context path, decoded and normalized
   */
  static PathAuthentication of(String path) {
    if (path.contains("/..")) {
      return TOKEN;
    }
    if (isOpenForm(path)
        || path.equals(OPENID)
        || path.equals(OPENID + "/back")
        || OPEN_TREES.stream().anyMatch(tree -> isWithin(tree, path))) {
      return OPEN;
    }
    return path.isEmpty() || path.equals("/") || isWithin(CONSOLE, path) ? SESSION : TOKEN;
  }

  /** Tells whether a path is a page whose form is sent without a session. */
  static boolean isOpenForm(String path) {
    return path.equals(SIGN_IN) || path.equals(INVITATION);
  }

  /** Tells whether a path is for health checks, which may use any host name. */
  static boolean isHealth(String path) {
    return isWithin("/health", path);
  }

  private static boolean isWithin(String tree, String path) {
    return path.equals(tree) || path.startsWith(tree + "/");
  }
}
