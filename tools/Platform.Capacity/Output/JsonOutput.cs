using System.Text.Json;
using Platform.Capacity.Formulas;
using Platform.Capacity.Model;

namespace Platform.Capacity.Output;

/// <summary>JSON for programs: each value as a number with its unit.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the systems as one array.</summary>
    public static string Write(IEnumerable<Report> reports) => JsonSerializer.Serialize(
        reports.Select(report => new
        {
            report.System,
            report.Title,
            Assumptions = report.Given.Select(given => new { given.Name, Value = given.Text, given.Why, given.IsOverridden }),
            Sections = report.Sections.ToDictionary(section => section.Name, section => section.Figures.Select(Value)),
            MonthlyCost = Value(report.Monthly),
            Claims = report.Claims.Select(claim => new
            {
                claim.What,
                claim.Source,
                Claimed = Value(claim.Claimed),
                Computed = Value(claim.Computed),
                claim.Off,
                claim.Tolerance,
                claim.IsWrong,
                claim.Note,
            }),
        }),
        Options);

    private static object Value(Figure figure) => new { figure.Name, Value = figure.Value.Number, figure.Value.Unit };

    private static object Value(Measure measure) => new { Value = measure.Number, measure.Unit };
}
