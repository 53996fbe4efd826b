package dev.synctrail.launcher;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text that is printed when the server is ready: addresses, credentials, and commands to paste.
 */
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
        created ->
            out.printf(
                """
                Admin token     %s
                Console         user %s, password %s
                Both are shown only once: save them. The console asks for a new password.

                """,
                created.token(), FirstStart.USER, created.password()),
        () -> out.println("The token and the password were shown at the first start only.\n"));
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
        quote("@" + sample.toAbsolutePath()));
  }

  /** Quotes an argument for a shell, whatever characters a folder's name contains. */
  private static String quote(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
