package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationRulesTest {
  private static final RecommendationRules RULES =
      RecommendationRules.read(
          """
          [{"rule": "low", "when": [{"fact": "rate", "below": 90}, {"fact": "settled", "atLeast": 10}],
            "text": "Only {rate} % on {platform} {unknown}", "links": ["/x?platform={platform}"]}]
          """);

  @Test
  void fires_when_every_condition_holds_and_shows_what_by() {
    List<Recommendation> fired =
        RULES.recommend(Map.of("rate", 66.6666, "settled", 10.0), Map.of("platform", "sandbox"));

    assertThat(fired)
        .singleElement()
        .satisfies(
            recommendation -> {
              assertThat(recommendation.text()).isEqualTo("Only 66.7 % on sandbox ?");
              assertThat(recommendation.rule()).isEqualTo("low");
              assertThat(recommendation.numbers())
                  .containsEntry("rate", 66.6666)
                  .containsEntry("settled", 10.0);
              assertThat(recommendation.links()).containsExactly("/x?platform=sandbox");
            });
  }

  @Test
  void keeps_quiet_when_a_condition_does_not_hold_or_its_fact_is_not_known() {
    assertThat(RULES.recommend(Map.of("rate", 90.0, "settled", 10.0), Map.of())).isEmpty();
    assertThat(RULES.recommend(Map.of("rate", 10.0, "settled", 9.0), Map.of())).isEmpty();
    assertThat(RULES.recommend(Map.of("settled", 10.0), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{\"rule\": \"x\"}]",
        "[{\"rule\": \"x\", \"when\": [{\"fact\": \"y\"}], \"text\": \"\", \"links\": []}]",
        "not json"
      })
  void refuses_what_is_not_rules(String json) {
    assertThatThrownBy(() -> RecommendationRules.read(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void those_that_come_with_the_product_can_be_read() {
    assertThat(
            RecommendationRules.defaults()
                .recommend(
                    Map.of("failures.UNAUTHORIZED", 7.0, "failureShare.UNAUTHORIZED", 50.0),
                    Map.of("platform", "optimizely", "startDate", "a", "endDate", "b")))
        .extracting(Recommendation::text)
        .containsExactly("Renew the credentials of optimizely: they were rejected 7 times.");
  }
}
