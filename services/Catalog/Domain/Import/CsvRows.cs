using System.Text;

namespace Platform.Catalog.Domain.Import;

/// <summary>Reads CSV as RFC 4180 says, with a header line; lines may end in LF alone.</summary>
public static class CsvRows
{
    /// <summary>The rows.</summary>
    /// <exception cref="FormatException">There is no header, or a quote is not closed.</exception>
    public static IReadOnlyList<ImportRow> Read(string text)
    {
        using var records = Records(text.TrimStart('\uFEFF')).GetEnumerator();
        if (!records.MoveNext() || records.Current.All(string.IsNullOrWhiteSpace))
        {
            throw new FormatException("has no header line");
        }

        var header = records.Current.Select(name => name.Trim().ToLowerInvariant()).ToArray();
        if (header.Distinct().Count() != header.Length)
        {
            throw new FormatException("has a header line that names a column twice");
        }

        var rows = new List<ImportRow>();
        while (records.MoveNext())
        {
            if (records.Current is not [""])
            {
                rows.Add(new ImportRow(rows.Count + 1, Columns(header, records.Current)));
            }
        }

        return rows;
    }

    private static Dictionary<string, string> Columns(string[] header, List<string> fields) =>
        header.Zip(fields).Where(each => each.First.Length > 0 && each.Second.Length > 0).ToDictionary(each => each.First, each => each.Second);

    private static IEnumerable<List<string>> Records(string text)
    {
        var (fields, field, position) = (new List<string>(), new StringBuilder(), 0);
        while (position < text.Length)
        {
            var character = text[position];
            if (character == '"' && field.Length == 0)
            {
                position = ReadQuoted(text, position + 1, field);
                continue;
            }

            position++;
            if (character is not (',' or '\n'))
            {
                field.Append(character);
                continue;
            }

            fields.Add(field.ToString().TrimEnd('\r'));
            field.Clear();
            if (character == '\n')
            {
                yield return fields;
                fields = [];
            }
        }

        if (fields.Count > 0 || field.Length > 0)
        {
            fields.Add(field.ToString().TrimEnd('\r'));
            yield return fields;
        }
    }

    // From behind the opening quote to behind the closing one; two quotes stand for one.
    private static int ReadQuoted(string text, int position, StringBuilder field)
    {
        while (true)
        {
            var end = text.IndexOf('"', position);
            if (end < 0)
            {
                throw new FormatException("has a quote that is not closed");
            }

            field.Append(text, position, end - position);
            if (end + 1 >= text.Length || text[end + 1] != '"')
            {
                return end + 1;
            }

            field.Append('"');
            position = end + 2;
        }
    }
}
