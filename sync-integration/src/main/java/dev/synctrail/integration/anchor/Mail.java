package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.Submission;
import dev.synctrail.integration.http.ConfigValues;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** Mails checkpoints to an address, where nobody can take them back. */
final class Mail implements AnchorTarget {
  private static final String TIMEOUT_MS = "20000";
  private static final int MAX_PORT = 65_535;

  private final InternetAddress to;
  private final InternetAddress from;
  private final String user;
  private final String password;
  private final Properties server;

  private Mail(InternetAddress to, InternetAddress from, ConfigValues config, Properties server) {
    this.to = to;
    this.from = from;
    this.user = config.text("sync.ledger.anchor.email.user").orElse("");
    this.password = config.text("sync.ledger.anchor.email.password").orElse("");
    this.server = server;
  }

  /**
   * Reads {@code sync.ledger.anchor.email.*}; empty without an address.
   *
   * @throws IllegalArgumentException naming the key that is not valid
   */
  static Optional<Mail> of(ConfigValues config) {
    return config
        .text("sync.ledger.anchor.email.to")
        .map(
            to ->
                new Mail(
                    address("sync.ledger.anchor.email.to", to),
                    address(
                        "sync.ledger.anchor.email.from",
                        required(config, "sync.ledger.anchor.email.from")),
                    config,
                    server(config)));
  }

  private static Properties server(ConfigValues config) {
    String security = config.text("sync.ledger.anchor.email.security").orElse("starttls");
    Properties server = new Properties();
    server.setProperty("mail.smtp.host", required(config, "sync.ledger.anchor.email.host"));
    server.setProperty(
        "mail.smtp.port",
        String.valueOf(config.number("sync.ledger.anchor.email.port", 587, MAX_PORT)));
    switch (security) {
      case "starttls" -> server.setProperty("mail.smtp.starttls.required", "true");
      case "tls" -> server.setProperty("mail.smtp.ssl.enable", "true");
      case "none" -> {}
      default ->
          throw new IllegalArgumentException(
              "sync.ledger.anchor.email.security must be starttls, tls or none, not " + security);
    }
    server.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    server.setProperty(
        "mail.smtp.auth", String.valueOf(config.text("sync.ledger.anchor.email.user").isPresent()));
    server.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
    server.setProperty("mail.smtp.timeout", TIMEOUT_MS);
    server.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
    return server;
  }

  private static String required(ConfigValues config, String key) {
    return config.text(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
  }

  private static InternetAddress address(String key, String text) {
    try {
      return new InternetAddress(text, true);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(key + " must be an e-mail address", e);
    }
  }

  @Override
  public AnchorKind kind() {
    return AnchorKind.EMAIL;
  }

  @Override
  public String name() {
    return to.getAddress();
  }

  @Override
  public String anchor(Submission submission) {
    try {
      MimeMessage message = new MimeMessage(Session.getInstance(server));
      message.setFrom(from);
      message.setRecipient(Message.RecipientType.TO, to);
      message.setSubject("Checkpoint of " + submission.size() + " entries");
      message.setText(submission.checkpoint().toString(), StandardCharsets.UTF_8.name());
      if (user.isEmpty()) {
        Transport.send(message);
      } else {
        Transport.send(message, user, password);
      }
      return "";
    } catch (MessagingException e) {
      throw new AnchorFailed("the mail server has not accepted the message");
    }
  }
}
