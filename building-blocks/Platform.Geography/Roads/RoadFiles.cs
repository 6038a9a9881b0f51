using System.Globalization;
using System.IO.Compression;

namespace Platform.Geography.Roads;

/// <summary>Reads road graphs of OpenStreetMap roads from gzipped CSV, as the datasets of the platform have them.</summary>
public static class RoadFiles
{
    private const double KmhPerMps = 3.6;
    private const double DefaultKmh = 25;

    // What cars do in cities, with traffic lights and all: by the OpenStreetMap key `highway`, kilometres an hour.
    private static readonly Dictionary<string, double> SpeedOf = new(StringComparer.Ordinal)
    {
        ["motorway"] = 85,
        ["trunk"] = 65,
        ["primary"] = 45,
        ["secondary"] = 38,
        ["tertiary"] = 33,
        ["unclassified"] = 28,
        ["residential"] = 25,
        ["motorway_link"] = 50,
        ["trunk_link"] = 40,
        ["primary_link"] = 30,
        ["secondary_link"] = 28,
        ["tertiary_link"] = 25,
        ["living_street"] = 10,
        ["service"] = 15,
        ["track"] = 15,
        ["road"] = 25,
    };

    /// <summary>Reads a graph.</summary>
    /// <param name="nodes">The file with <c>node,osm_id,latitude,longitude</c>, nodes from 0 up in order.</param>
    /// <param name="edges">The file with <c>from,to,length_m,highway,oneway,maxspeed,…</c>; without oneway an edge goes both ways.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A line is not as it should be.</exception>
    public static RoadGraph Read(string nodes, string edges) =>
        new([.. Rows(nodes).Select(row => new GeoPoint(Number(row[2]), Number(row[3])))], [.. Rows(edges).SelectMany(ToEdges)]);

    private static IEnumerable<RoadEdge> ToEdges(string[] row)
    {
        // Two ends of a way may lie on one another.
        var meters = Math.Max(0.1, Number(row[2]));
        var edge = new RoadEdge((int)Number(row[0]), (int)Number(row[1]), meters, meters * KmhPerMps / Speed(row[3], row[5]));
        return row[4] == "1" ? [edge] : [edge, edge with { From = edge.To, To = edge.From }];
    }

    // The limit is what nobody drives faster; most drive slower.
    private static double Speed(string highway, string limit)
    {
        var usual = SpeedOf.GetValueOrDefault(highway, DefaultKmh);
        return double.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? Math.Min(usual, most) : usual;
    }

    private static IEnumerable<string[]> Rows(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // Only the columns before the name matter, and those have no quotes.
            var row = line.Split(',', 7);
            yield return row.Length >= 4 ? row : throw new FormatException($"'{path}' has a line with too few columns.");
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
