using System.Text;
using Google.Api;
using Platform.Catalog.Domain.Import;
using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Hosting.Failures;

namespace Platform.Catalog.Api;

/// <summary>What is imported, and what became of it.</summary>
internal static class ImportContent
{
    private const int MaxRows = 20_000;
    private const int MaxErrors = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows of a content.</summary>
    /// <exception cref="InvalidArgumentException">It cannot be read.</exception>
    public static IReadOnlyList<ImportRow> Read(HttpBody? content)
    {
        var rows = TryRead(content);
        return rows.Count <= MaxRows ? rows : throw new InvalidArgumentException("content", $"must have at most {MaxRows} rows");
    }

    public static ImportProductsResponse ToProto(ImportOutcome outcome) => new()
    {
        CreatedCount = outcome.Created.Count,
        UpdatedCount = outcome.Updated.Count,
        UnchangedCount = outcome.Unchanged,
        ErrorCount = outcome.Refused,
        Errors = { outcome.Problems.OrderBy(problem => problem.Row).Take(MaxErrors).Select(ToProto) },
    };

    private static IReadOnlyList<ImportRow> TryRead(HttpBody? content)
    {
        try
        {
            return content?.ContentType.Split(';')[0].Trim().ToLowerInvariant() switch
            {
                "text/csv" => CsvRows.Read(StrictUtf8.GetString(content.Data.Span)),
                "application/json" => JsonRows.Read(content.Data.Memory),
                _ => throw new InvalidArgumentException("content.content_type", "must be text/csv or application/json"),
            };
        }
        catch (FormatException unreadable)
        {
            throw new InvalidArgumentException("content.data", unreadable.Message);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidArgumentException("content.data", "is no UTF-8");
        }
    }

    private static ImportProductsResponse.Types.RowError ToProto(RowProblem problem) =>
        new() { Row = problem.Row, Field = problem.Field, Description = problem.Description };
}
