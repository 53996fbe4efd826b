package dev.synctrail.launcher;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What the operator reads when everything is up: addresses, credentials, and commands to paste. */
record Guide(URI server, URI sandbox, Path sample, Optional<FirstStart> first) {

  void print(PrintStream out) {
    out.printf(
        """

        Console      %1$s/
        REST API     %1$s/api/v1
        API docs     %1$s/api-docs
        Health       %1$s/health
        Sandbox      %2$s  (simulates Optimizely; no request leaves this machine)

        """,
        server, sandbox);
    first.ifPresentOrElse(
        made ->
            out.printf(
                """
                Admin token     %s
                Console         user %s, password %s
                Both are shown only once: save them. Change the password at the first sign-in.

                """,
                made.token(), FirstStart.USER, made.password()),
        () -> out.println("Token and password have not changed since the first start.\n"));
    out.printf(
        """
        Store a content type, push it, and read the history:

          TOKEN=%1$s
          curl -X PUT  %2$s/api/v1/types/ArticlePage -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" --data-binary %3$s
          curl -X POST %2$s/api/v1/deployments -H "Prefer: wait=30" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"platform":"sandbox","typeKeys":["ArticlePage"],"reason":"first push"}'
          curl "%2$s/api/v1/sync/history?typeKey=ArticlePage" -H "Authorization: Bearer $TOKEN"

        Ctrl-C stops everything; the data stays.
        """,
        first.map(FirstStart::token).orElse("'<the admin token>'"),
        server,
        quoted("@" + sample.toAbsolutePath()));
  }

  /** Returns an argument as a shell takes it literally, whatever characters a folder's name has. */
  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
