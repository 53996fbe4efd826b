package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that a killed launcher left running. It must end before the next one can start. */
final class Orphan {

  private static final int TIMEOUT_SECONDS = 30;

  private final ProcessHandle process;

  private final boolean postgres;

  private Orphan(ProcessHandle process, boolean postgres) {
    this.process = process;
    this.postgres = postgres;
  }

  /** Finds the PostgreSQL that still has the data directory open. */
  static Optional<Orphan> postgres(Path directory) {
    return lines(directory.resolve("postmaster.pid")).stream()
        .findFirst()
        .map(String::strip)
        .filter(pid -> pid.matches("\\d+"))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .filter(process -> process.info().command().orElse("").contains("postgres"))
        .map(process -> new Orphan(process, true));
  }

  /** Finds the server that {@link #remember} recorded. */
  static Optional<Orphan> server(Path file) {
    return lines(file).stream()
        .findFirst()
        .map(line -> line.split(" ", 2))
        .flatMap(
            parts ->
                ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> parts[1].equals(identity(process))))
        .map(process -> new Orphan(process, false));
  }

  /** Records a process so that a later launcher recognizes it, even if its id is reused. */
  static void remember(Path file, ProcessHandle process) {
    try {
      Files.write(file, List.of(process.pid() + " " + identity(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process, first by a signal and then by force. */
  void end() {
    if (!postgres || !interrupt()) {
      process.destroy();
    }
    if (!ended()) {
      process.destroyForcibly();
      if (!ended()) {
        throw new CannotStart("Process " + process.pid() + " of an earlier start does not stop.");
      }
    }
  }

  /** Waits without a time limit until the process has ended. */
  void awaitEnd() {
    process.onExit().join();
  }

  long pid() {
    return process.pid();
  }

  /**
   * On SIGTERM, PostgreSQL waits for its clients; on SIGINT it does not. Other processes ignore
   * SIGINT if a shell started them in the background.
   */
  private boolean interrupt() {
    try {
      return new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean ended() {
    try {
      process.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String identity(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("unknown");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
