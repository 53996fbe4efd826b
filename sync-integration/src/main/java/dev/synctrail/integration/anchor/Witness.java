package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.anchor.Submission;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.NoteSignature;
import dev.synctrail.tlog.VerifierKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A witness (C2SP tlog-witness): it remembers the last checkpoint of each log, and cosigns only
 * what continues it. So it notices a log that was set back or rewritten.
 */
final class Witness implements AnchorTarget {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final VerifierKey key;
  private final URI address;
  private final AnchorHttp http;

  /**
   * @param key its public key for cosignatures
   * @param prefix its submission prefix
   */
  Witness(VerifierKey key, URI prefix, AnchorHttp http) {
    this.key = key;
    this.address = URI.create(prefix.toString().replaceFirst("/*$", "/add-checkpoint"));
    this.http = http;
  }

  @Override
  public AnchorKind kind() {
    return AnchorKind.WITNESS;
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public String anchor(Submission submission) {
    ExchangeResult result = add(submission, Math.min(submission.known(), submission.size()));
    if (AnchorHttp.status(result) == CONFLICT) {
      long has = size(result);
      if (has > submission.size()) {
        throw new AnchorFailed(
            "the witness knows " + has + " entries, and this ledger has " + submission.size());
      }
      result = add(submission, has);
    }
    return switch (AnchorHttp.status(result)) {
      case OK -> cosignatures(submission.checkpoint(), result);
      case FORBIDDEN -> throw new AnchorFailed("the witness does not trust the key of this ledger");
      case NOT_FOUND -> throw new AnchorFailed("the witness does not know this ledger");
      case UNPROCESSABLE ->
          throw new AnchorFailed("the witness knows another history of this ledger");
      default -> throw AnchorHttp.failed(result);
    };
  }

  /** A witness at another size says which one. */
  @Override
  public Optional<OutsideCheckpoint> newest(Submission submission) {
    ExchangeResult result = add(submission, submission.size());
    if (AnchorHttp.status(result) != CONFLICT) {
      return Optional.empty();
    }
    long has = size(result);
    return has > submission.size()
        ? Optional.of(new OutsideCheckpoint("witness " + name(), has, null))
        : Optional.empty();
  }

  private ExchangeResult add(Submission submission, long old) {
    String proof =
        old == 0
            ? ""
            : submission.proofs().apply(old).path().stream()
                .map(hash -> hash.base64() + "\n")
                .collect(Collectors.joining());
    String body = "old " + old + "\n" + proof + "\n" + submission.checkpoint();
    return http.post(Outgoing.of("POST", address).body("text/plain", Snapshot.ofText(body)));
  }

  private static long size(ExchangeResult result) {
    String text = new String(AnchorHttp.bytes(result), StandardCharsets.UTF_8);
    boolean typed = result.header("Content-Type").filter("text/x.tlog.size"::equals).isPresent();
    if (!typed || !text.matches("(0|[1-9][0-9]{0,17})\n")) {
      throw new AnchorFailed("the witness does not say which size it knows");
    }
    return Long.parseLong(text.strip());
  }

  private String cosignatures(Note checkpoint, ExchangeResult result) {
    String text = new String(AnchorHttp.bytes(result), StandardCharsets.UTF_8);
    try {
      List<NoteSignature> valid =
          text.lines()
              .map(NoteSignature::parse)
              .filter(line -> isCosignature(checkpoint, line))
              .toList();
      if (!valid.isEmpty()) {
        return valid.stream().map(line -> line + "\n").collect(Collectors.joining());
      }
    } catch (MalformedLog e) {
      throw new AnchorFailed("the response of the witness is not a list of signatures");
    }
    throw new AnchorFailed("the witness has not signed the checkpoint with the configured key");
  }

  private boolean isCosignature(Note checkpoint, NoteSignature line) {
    return key.cosignatureTime(new Note(checkpoint.text(), List.of(line)))
        .filter(time -> time != 0)
        .isPresent();
  }
}
