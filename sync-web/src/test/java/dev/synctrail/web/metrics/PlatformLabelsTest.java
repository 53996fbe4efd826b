package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.platform.PlatformId;
import org.junit.jupiter.api.Test;

class PlatformLabelsTest {
  private final PlatformLabels labels = new PlatformLabels();

  private String label(int number) {
    return labels.of(new PlatformId("p" + number)).getTagValue();
  }

  @Test
  void invented_platforms_cannot_fill_the_memory() {
    for (int i = 0; i < PlatformLabels.MAX_LABELS; i++) {
      assertThat(label(i)).isEqualTo("p" + i);
    }

    assertThat(label(PlatformLabels.MAX_LABELS)).isEqualTo(PlatformLabels.OTHER);
    assertThat(label(0)).isEqualTo("p0");
  }
}
