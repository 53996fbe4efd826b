package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a body in UTF-8: without the content coding of its headers (gzip and deflate, RFC
 * 9110), without a byte order mark, and converted from the declared character set. The raw bytes
 * are recorded; adapters parse this text.
 *
 * @param text null when there is no body or it cannot be decoded
 * @param fault the reason why it cannot be decoded, worded to follow "the answer"; null when it can
 * @param tooLarge whether the fault is that the text is larger than {@link Snapshot#RESPONSE_LIMIT}
 */
public record DecodedBody(@Nullable Snapshot text, @Nullable String fault, boolean tooLarge) {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)\"?", Pattern.CASE_INSENSITIVE);

  private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Longer marks first: the mark of UTF-32LE begins with that of UTF-16LE. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("UTF-32BE", 0x00, 0x00, 0xFE, 0xFF),
          new Mark("UTF-32LE", 0xFF, 0xFE, 0x00, 0x00),
          new Mark("UTF-16BE", 0xFE, 0xFF),
          new Mark("UTF-16LE", 0xFF, 0xFE));

  static DecodedBody of(List<Header> headers, @Nullable Snapshot body) {
    if (body == null) {
      return new DecodedBody(null, null, false);
    }
    byte[] raw = body.bytes();
    try {
      byte[] text = transcoded(charset(headers), inflated(codings(headers), raw));
      return new DecodedBody(
          Arrays.equals(text, raw) ? body : Snapshot.ofAnswer(text), null, false);
    } catch (TooLarge e) {
      return new DecodedBody(
          null, "has more than " + Snapshot.RESPONSE_LIMIT + " bytes when decompressed", true);
    } catch (Undecodable e) {
      return new DecodedBody(null, e.getMessage(), false);
    }
  }

  /** Returns the reason why the body cannot be decoded; empty when it can. */
  public Optional<String> whyNot() {
    return Optional.ofNullable(fault);
  }

  private static List<String> codings(List<Header> headers) {
    List<String> applied =
        values(headers, "Content-Encoding")
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .collect(Collectors.toList());
    Collections.reverse(applied);
    return applied;
  }

  private static Stream<String> values(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value);
  }

  private static byte[] inflated(List<String> codings, byte[] raw) throws Undecodable {
    byte[] bytes = raw;
    for (String coding : codings) {
      try {
        bytes =
            switch (coding) {
              case "gzip", "x-gzip" -> isGzip(bytes) ? gunzip(bytes) : bytes;
              case "deflate" -> inflate(bytes);
              default -> throw new Undecodable("has the unsupported content coding " + coding);
            };
      } catch (IOException e) {
        throw new Undecodable("is declared as " + coding + " and cannot be decompressed");
      }
    }
    return bytes;
  }

  /** Some proxies decompress a response but keep the Content-Encoding header. */
  private static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
  }

  private static byte[] gunzip(byte[] bytes) throws IOException, TooLarge {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return bounded(in);
    }
  }

  /** The standard defines deflate as the zlib format, but some servers send raw deflate data. */
  private static byte[] inflate(byte[] bytes) throws IOException, TooLarge {
    if (bytes.length == 0) {
      return bytes;
    }
    boolean zlib =
        bytes.length >= 2
            && (bytes[0] & 0x0F) == 8
            && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
    Inflater inflater = new Inflater(!zlib);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
      return bounded(in);
    } finally {
      inflater.end();
    }
  }

  private static byte[] bounded(InputStream in) throws IOException, TooLarge {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    byte[] chunk = new byte[16_384];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      sink.write(chunk, 0, read);
      if (sink.size() > Snapshot.RESPONSE_LIMIT) {
        throw new TooLarge();
      }
    }
    return sink.toByteArray();
  }

  private static String charset(List<Header> headers) {
    return values(headers, "Content-Type")
        .map(CHARSET::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("UTF-8");
  }

  private static byte[] transcoded(String declared, byte[] bytes) throws Undecodable {
    if (startsWith(bytes, UTF_8)) {
      return Arrays.copyOfRange(bytes, UTF_8.length, bytes.length);
    }
    for (Mark mark : MARKS) {
      if (startsWith(bytes, mark.bytes)) {
        return utf8(
            mark.charset,
            ByteBuffer.wrap(bytes, mark.bytes.length, bytes.length - mark.bytes.length));
      }
    }
    // invalid UTF-8 is reported by the JSON parser, with its position
    return declared.equalsIgnoreCase("UTF-8") || declared.equalsIgnoreCase("UTF8")
        ? bytes
        : utf8(declared, ByteBuffer.wrap(bytes));
  }

  private static byte[] utf8(String charset, ByteBuffer bytes) throws Undecodable {
    try {
      byte[] text =
          Charset.forName(charset)
              .newDecoder()
              .decode(bytes)
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      if (text.length > Snapshot.RESPONSE_LIMIT) {
        throw new TooLarge();
      }
      return text;
    } catch (IllegalCharsetNameException
        | UnsupportedCharsetException
        | UnsupportedOperationException e) {
      throw new Undecodable("has the unsupported character set " + charset);
    } catch (CharacterCodingException e) {
      throw new Undecodable("is not valid text in its character set " + charset);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** A byte order mark and its character set. */
  private static final class Mark {
    final String charset;
    final byte[] bytes;

    Mark(String charset, int... bytes) {
      this.charset = charset;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }
  }

  private static class Undecodable extends Exception {
    private static final long serialVersionUID = 1L;

    Undecodable(String fault) {
      super(fault);
    }
  }

  private static final class TooLarge extends Undecodable {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("");
    }
  }
}
