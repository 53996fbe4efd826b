package dev.synctrail.launcher;

import java.nio.file.Path;

/**
 * The options of the command line.
 *
 * @param data folder that keeps all data between starts
 * @param port of the server, on the loopback address
 * @param memory the server's {@code -Xmx}
 * @param log format of the server's log
 */
record Options(Path data, int port, String memory, LogForm log) {

  static final String USAGE =
      """
      Usage: java -jar synctrail-launcher.jar [--port N] [--data DIR] [--memory SIZE]
                                                [--log text|json]

        --port N       port of the server on 127.0.0.1 (8080)
        --data DIR     folder for the database (.data)
        --memory SIZE  heap of the server (512m)
        --log FORM     format of the server's log: text, or one JSON object per line (text)

      With SYNC_DB_URL, SYNC_DB_USER and SYNC_DB_PASSWORD in the environment, that PostgreSQL is used
      instead of the embedded one.
      """;

  static Options parse(String... arguments) {
    Path data = Path.of(".data");
    int port = 8080;
    String memory = "512m";
    LogForm log = LogForm.TEXT;
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (i + 1 == arguments.length) {
        throw new CannotStart("Option " + option + " is unknown or requires a value: try --help.");
      }
      String value = arguments[i + 1];
      switch (option) {
        case "--data" -> data = Path.of(value);
        case "--port" -> port = port(value);
        case "--memory" -> memory = memory(value);
        case "--log" -> log = LogForm.parse(value);
        default -> throw new CannotStart("Unknown option " + option + ": try --help.");
      }
    }
    return new Options(data.toAbsolutePath().normalize(), port, memory, log);
  }

  private static int port(String value) {
    if (!value.matches("\\d{1,5}")
        || Integer.parseInt(value) == 0
        || Integer.parseInt(value) > 65_535) {
      throw new CannotStart("--port must be 1 to 65535, not " + value + ".");
    }
    return Integer.parseInt(value);
  }

  private static String memory(String value) {
    if (!value.matches("[1-9]\\d*[kKmMgG]")) {
      throw new CannotStart("--memory must be a size such as 512m, not " + value + ".");
    }
    return value;
  }
}
