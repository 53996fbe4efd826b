package dev.synctrail.web.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionGraphTest {

  @Test
  void draws_two_lines_of_descent_that_meet_again() {
    List<VersionGraph.Row> rows =
        VersionGraph.of(
            List.of(
                version('5', "34"),
                version('4', "2"),
                version('3', "2"),
                version('2', "1"),
                version('1', "")));

    assertThat(rows).extracting(VersionGraph.Row::x).containsExactly(8, 24, 8, 8, 8);
    assertThat(rows.get(0).lines())
        .containsExactly(new VersionGraph.Line(8, 20, 8, 40), new VersionGraph.Line(8, 20, 24, 40));
    assertThat(rows.get(4).lines()).containsExactly(new VersionGraph.Line(8, 0, 8, 20));
  }

  @Test
  void leaves_room_for_the_dot_of_a_single_version() {
    assertThat(VersionGraph.of(List.of(version('1', ""))).get(0).width()).isEqualTo(16);
  }

  private static ContentTypeVersion version(char id, String parents) {
    String hash = "0".repeat(64);
    return new ContentTypeVersion(
        id(id),
        new TypeKey("ArticlePage"),
        new ContentHash(hash),
        new Checksum(hash),
        VersionSource.UI,
        "ann",
        null,
        parents.chars().mapToObj(parent -> id((char) parent)).toList(),
        Instant.EPOCH);
  }

  private static VersionId id(char digit) {
    return new VersionId(String.valueOf(digit).repeat(64));
  }
}
