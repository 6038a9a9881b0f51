using System.Text.Json;

namespace Platform.Catalog.Domain.Import;

/// <summary>Reads a JSON array of objects. A category may also be an array from the top down, of names or of objects with a <c>name</c>.</summary>
public static class JsonRows
{
    /// <summary>The rows.</summary>
    /// <exception cref="FormatException">It is no JSON array of objects.</exception>
    public static IReadOnlyList<ImportRow> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select((row, index) => new ImportRow(index + 1, Columns(row)))]
                : throw new FormatException("is no array");
        }
        catch (JsonException broken)
        {
            throw new FormatException("is no JSON", broken);
        }
    }

    private static Dictionary<string, string> Columns(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("has a row that is no object");
        }

        var columns = new Dictionary<string, string>();
        foreach (var property in row.EnumerateObject())
        {
            if (Text(property.Value) is { Length: > 0 } text)
            {
                columns[property.Name.ToLowerInvariant()] = text;
            }
        }

        return columns;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => CategoryPath.Of(value.EnumerateArray().Select(Name).Where(name => name.Length > 0)),
        _ => "",
    };

    private static string Name(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("name", out var name) ? Text(name)
        : value.ValueKind == JsonValueKind.Array ? ""
        : Text(value);
}
