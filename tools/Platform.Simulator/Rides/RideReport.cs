using System.Globalization;
using System.Net;
using System.Text;
using Google.Type;

namespace Platform.Simulator.Rides;

/// <summary>The figures as a page of its own: a map of where people were picked up and left, and charts. No script, nothing loaded from elsewhere.</summary>
internal static class RideReport
{
    private const int Width = 720;
    private const int Height = 480;
    private const int ChartHeight = 160;
    private const int Bars = 40;

    /// <summary>Writes the page.</summary>
    public static string Write(RideCity city, RideFigures figures, IReadOnlyList<string> differences)
    {
        var waits = figures.TimesToMatch.Select(time => time.TotalSeconds).ToList();
        var requests = figures.Records.Select(record => record.Request.Start.TotalSeconds).ToList();
        var fares = figures.Completed.Select(record => (double)RideFigures.Fare(record).Amount).ToList();
        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Rides in {{Encode(city.Map.Name)}}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 760px; margin: 2rem auto; padding: 0 1rem; color: #222; }
            svg { background: #f6f6f4; border-radius: 6px; display: block; margin: .5rem 0 1.5rem; } pre { white-space: pre-wrap; }
            .pickup { fill: #1a7f5a; } .dropoff { fill: #c2410c; } .trip { stroke: #8884; } .lost { fill: #111; } rect { fill: #3b6ea5; } text { font-size: 12px; fill: #555; }
            </style></head><body>
            <h1>Rides in {{Encode(city.Map.Name)}}</h1>
            <pre>{{Encode(string.Join('\n', RideSummary.Lines(figures, differences, [])))}}</pre>
            <h2>Where people went</h2>
            <p>Picked up: green. Left: orange. Not driven: black.</p>
            {{Map(figures)}}
            <h2>Time to match, s</h2>
            {{Histogram(waits)}}
            <h2>Requests over time, s</h2>
            {{Histogram(requests)}}
            <h2>Fares, {{Encode(string.Join(", ", figures.Revenue.Select(revenue => revenue.Currency)))}}</h2>
            {{Histogram(fares)}}
            </body></html>
            """;
    }

    private static string Map(RideFigures figures)
    {
        var rides = figures.Records.Where(record => record.Ride is not null).ToList();
        var points = rides.SelectMany(record => new[] { record.Ride!.Pickup, record.Ride.Dropoff }).ToList();
        if (points.Count == 0)
        {
            return "";
        }

        var (west, east) = (points.Min(point => point.Longitude), points.Max(point => point.Longitude));
        var (south, north) = (points.Min(point => point.Latitude), points.Max(point => point.Latitude));
        // A degree of longitude is shorter than one of latitude.
        var scale = Math.Min(Width / Math.Max(1e-6, (east - west) * Math.Cos(double.DegreesToRadians(south))), Height / Math.Max(1e-6, north - south));
        var svg = new StringBuilder(Invariant($"""<svg width="{Width}" height="{Height}" role="img" aria-label="map">"""));
        foreach (var record in rides.Where(record => record.IsCompleted))
        {
            var ((x1, y1), (x2, y2)) = (Place(record.Ride!.Pickup), Place(record.Ride.Dropoff));
            svg.Append(Invariant($"""<line class="trip" x1="{x1:F1}" y1="{y1:F1}" x2="{x2:F1}" y2="{y2:F1}"/>"""));
            Dot("pickup", x1, y1);
            Dot("dropoff", x2, y2);
        }

        foreach (var record in rides.Where(record => !record.IsCompleted))
        {
            var (x, y) = Place(record.Ride!.Pickup);
            Dot("lost", x, y);
        }

        return svg.Append("</svg>").ToString();

        (double X, double Y) Place(LatLng point) => ((point.Longitude - west) * Math.Cos(double.DegreesToRadians(south)) * scale, Height - ((point.Latitude - south) * scale));
        void Dot(string kind, double x, double y) => svg.Append(Invariant($"""<circle class="{kind}" cx="{x:F1}" cy="{y:F1}" r="2.5"/>"""));
    }

    private static string Histogram(List<double> values)
    {
        if (values.Count == 0)
        {
            return "<p>None.</p>";
        }

        var most = Math.Max(values.Max(), 1e-9);
        var counts = new int[Bars];
        foreach (var value in values)
        {
            counts[Math.Min(Bars - 1, (int)(value / most * Bars))]++;
        }

        var svg = new StringBuilder(Invariant($"""<svg width="{Width}" height="{ChartHeight + 20}" role="img" aria-label="histogram">"""));
        for (var i = 0; i < Bars; i++)
        {
            var height = (double)ChartHeight * counts[i] / counts.Max();
            svg.Append(Invariant($"""<rect x="{i * Width / Bars}" y="{ChartHeight - height:F1}" width="{(Width / Bars) - 2}" height="{height:F1}"><title>{counts[i]}</title></rect>"""));
        }

        return svg.Append(Invariant($"""<text x="0" y="{ChartHeight + 15}">0</text><text x="{Width - 60}" y="{ChartHeight + 15}">{most:F1}</text></svg>""")).ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
