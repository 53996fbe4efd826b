package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationRulesTest {
  private static final RecommendationRules RULES =
      RecommendationRules.read(
          """
          [{"rule": "low", "when": [{"fact": "rate", "below": 90}, {"fact": "settled", "atLeast": 10}],
            "text": "Only {rate} % on {platform} {unknown}", "links": ["/x?platform={platform}"]}]
          """);

  @Test
  void applies_if_all_conditions_are_true_and_returns_their_numbers() {
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
  void does_not_apply_if_a_condition_is_false_or_its_fact_is_unknown() {
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
  void rejects_invalid_rules(String json) {
    assertThatThrownBy(() -> RecommendationRules.read(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"7.0, 7 times", "1.0, 1 time"})
  void default_rules_are_valid(double failures, String times) {
    assertThat(
            RecommendationRules.defaults()
                .recommend(
                    Map.of("failures.UNAUTHORIZED", failures, "failureShare.UNAUTHORIZED", 50.0),
                    Map.of("platform", "optimizely", "startDate", "a", "endDate", "b")))
        .extracting(Recommendation::text)
        .containsExactly("Renew the credentials of optimizely: they were rejected " + times + ".");
  }
}
