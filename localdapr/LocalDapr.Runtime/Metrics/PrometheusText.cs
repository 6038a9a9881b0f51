using System.Globalization;
using System.Text;

namespace LocalDapr.Runtime.Metrics;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a metric with its samples; one without samples is left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>counter</c> or <c>gauge</c>.</param>
    /// <param name="help">What it says, in one line.</param>
    /// <param name="samples">Labels and values.</param>
    public PrometheusText Add(string name, string type, string help, IEnumerable<((string Name, string Value)[] Labels, double Value)> samples)
    {
        var isFirst = true;
        foreach (var (labels, value) in samples)
        {
            if (isFirst)
            {
                _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
                isFirst = false;
            }

            var list = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
            _text.Append(CultureInfo.InvariantCulture, $"{name}{{{list}}} {value}\n");
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
