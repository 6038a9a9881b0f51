using LocalDapr.Runtime.Metrics;

namespace LocalDapr.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Add_LabelWithQuotesAndBreaks_EscapesThem() =>
        new PrometheusText().Add("m", "gauge", "Help.", [([("l", "a\"b\\c\nd")], 0.5)]).ToString()
            .ShouldBe("# HELP m Help.\n# TYPE m gauge\nm{l=\"a\\\"b\\\\c\\nd\"} 0.5\n");

    [Fact]
    public void Add_NoSamples_WritesNothing() => new PrometheusText().Add("m", "gauge", "Help.", []).ToString().ShouldBe("");
}
