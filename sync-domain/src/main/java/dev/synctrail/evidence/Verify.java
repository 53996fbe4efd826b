package dev.synctrail.evidence;

import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.VerifierKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an evidence bundle offline: {@code java -jar synctrail-verify.jar bundle.zip}. The exit
 * code is 0 if it is verified, 1 if not, and 2 if the arguments are wrong.
 */
public final class Verify {
  static final int VERIFIED = 0;
  static final int BROKEN = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      Verifies an evidence bundle of Synctrail, without network and database.

        java -jar synctrail-verify.jar [--key KEY]... [--witness KEY]... bundle.zip

        --key KEY       a verifier key that you trust, as GET /api/v1/ledger/keys shows it
                        (name+hash+base64); without one, any key in the bundle is accepted
        --witness KEY   the key of a witness that must have cosigned the checkpoint

      Exit codes: 0 verified, 1 not verified, 2 wrong arguments
      """;

  private Verify() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out));
  }

  /** Verifies a bundle, says the result, and returns the exit code. */
  public static int run(List<String> arguments, PrintStream out) {
    List<VerifierKey> trusted = new ArrayList<>();
    List<VerifierKey> witnesses = new ArrayList<>();
    String bundle = bundle(arguments, trusted, witnesses, out);
    if (bundle == null) {
      out.print(HELP);
      return USAGE;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(bundle)))) {
      new BundleVerification(trusted, witnesses).report(in).forEach(out::println);
      out.println("VERIFIED");
      return VERIFIED;
    } catch (BrokenEvidence e) {
      out.println("NOT VERIFIED: " + printable(String.valueOf(e.getMessage())));
      return BROKEN;
    } catch (IOException e) {
      out.println("NOT VERIFIED: cannot read " + printable(bundle));
      return BROKEN;
    }
  }

  private static @Nullable String bundle(
      List<String> arguments,
      List<VerifierKey> trusted,
      List<VerifierKey> witnesses,
      PrintStream out) {
    String bundle = null;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean witness = argument.equals("--witness");
      if ((witness || argument.equals("--key")) && i + 1 < arguments.size()) {
        try {
          (witness ? witnesses : trusted).add(VerifierKey.parse(arguments.get(++i)));
        } catch (MalformedLog e) {
          out.println(argument + ": " + printable(String.valueOf(e.getMessage())));
          return null;
        }
      } else if (bundle == null && !argument.startsWith("-")) {
        bundle = argument;
      } else {
        return null;
      }
    }
    return bundle;
  }

  /** A bundle of others must not be able to control the terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
