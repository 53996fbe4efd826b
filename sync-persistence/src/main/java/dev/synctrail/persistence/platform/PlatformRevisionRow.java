package dev.synctrail.persistence.platform;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "platform_revision")
@IdClass(PlatformRevisionRow.Key.class)
@NamedQuery(
    name = "PlatformRevisionRow.current",
    query =
        """
        select r from PlatformRevisionRow r, PlatformRow p
        where p.id = r.id and p.revision = r.revision and p.removed = false
        order by r.id""")
@NamedQuery(
    name = "PlatformRevisionRow.ofPlatform",
    query = "select r from PlatformRevisionRow r where r.id = :id order by r.revision desc")
class PlatformRevisionRow {
  private static final JsonProvider JSON = JsonProvider.provider();

  @Id private String id;

  @Id private int revision;

  private String kind;
  private String name;

  @Column(name = "base_url")
  private String baseUrl;

  @Column(name = "api_version")
  private String apiVersion;

  private String settings;

  @Column(name = "changed_at")
  private Instant changedAt;

  @Column(name = "changed_by")
  private String changedBy;

  @SuppressWarnings("NullAway") // for JPA
  protected PlatformRevisionRow() {}

  PlatformRevisionRow(Platform platform) {
    this.id = platform.id().value();
    this.revision = platform.revision();
    this.kind = platform.kind();
    this.name = platform.name();
    this.baseUrl = platform.baseUrl().toString();
    this.apiVersion = platform.apiVersion();
    this.settings = write(platform.settings());
    this.changedAt = platform.changedAt();
    this.changedBy = platform.changedBy();
  }

  Platform platform() {
    return new Platform(
        new PlatformId(id),
        kind,
        name,
        URI.create(baseUrl),
        apiVersion,
        read(settings),
        revision,
        changedAt,
        changedBy);
  }

  private static String write(Map<String, String> settings) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    new TreeMap<>(settings).forEach(json::add);
    return json.build().toString();
  }

  private static Map<String, String> read(String settings) {
    try (JsonReader reader = JSON.createReader(new StringReader(settings))) {
      return reader.readObject().entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, member -> ((JsonString) member.getValue()).getString()));
    }
  }

  @SuppressWarnings({"UnusedVariable", "NullAway"}) // set by JPA
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String id;
    private int revision;

    protected Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && id.equals(that.id) && revision == that.revision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, revision);
    }
  }
}
