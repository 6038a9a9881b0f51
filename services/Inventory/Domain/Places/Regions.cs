using System.Globalization;

namespace Platform.Inventory.Domain.Places;

/// <summary>Where countries and states are, roughly: near enough to choose between warehouses, and for nothing else.</summary>
internal static class Regions
{
    // Near the middle of the population, in whole degrees: code latitude longitude.
    private const string Countries = """
        AT 48 15;AU -34 148;BE 51 4;BG 43 25;BR -20 -46;CA 45 -77;CH 47 8;CL -34 -71;CN 32 114;CO 5 -74;CY 35 33;CZ 50 15;DE 51 10;DK 56 11;EE 59 25
        EG 30 31;ES 40 -3;FI 61 25;FR 47 2;GB 52 -1;GR 38 23;HK 22 114;HR 45 16;HU 47 19;ID -7 110;IE 53 -7;IL 32 35;IN 23 79;IS 64 -22;IT 43 12;JP 35 137
        KR 37 127;LT 55 24;LU 50 6;LV 57 24;MT 36 14;MX 20 -100;MY 3 102;NL 52 5;NO 60 10;NZ -39 175;PE -11 -77;PH 14 121;PL 52 19;PT 40 -8;RO 45 26
        SA 24 46;SE 59 16;SG 1 104;SI 46 15;SK 49 19;TH 14 101;TR 39 32;TW 24 121;UA 49 31;US 38 -92;VN 16 107;ZA -28 28
        """;

    private const string States = """
        AL 33 -87;AK 61 -149;AZ 33 -112;AR 35 -92;CA 36 -119;CO 39 -105;CT 41 -73;DE 39 -75;DC 39 -77;FL 28 -82;GA 33 -84;HI 21 -158;ID 43 -115;IL 41 -88
        IN 40 -86;IA 42 -93;KS 38 -97;KY 38 -85;LA 31 -91;ME 44 -70;MD 39 -77;MA 42 -71;MI 43 -84;MN 45 -94;MS 33 -90;MO 38 -92;MT 47 -111;NE 41 -97
        NV 37 -116;NH 43 -71;NJ 40 -74;NM 35 -106;NY 42 -74;NC 36 -79;ND 47 -99;OH 40 -82;OK 36 -97;OR 45 -123;PA 40 -77;RI 42 -71;SC 34 -81;SD 44 -98
        TN 36 -87;TX 31 -97;UT 40 -112;VT 44 -73;VA 38 -77;WA 47 -121;WV 38 -81;WI 44 -89;WY 43 -107
        """;

    private static readonly Dictionary<string, GeoPoint> CountryPoints = Parse(Countries);
    private static readonly Dictionary<string, GeoPoint> StatePoints = Parse(States);

    /// <summary>Where a region is; null where that is not known.</summary>
    public static GeoPoint? Find(string regionCode, string area) =>
        string.Equals(regionCode, "US", StringComparison.OrdinalIgnoreCase) && StatePoints.TryGetValue(area, out var state) ? state
        : CountryPoints.GetValueOrDefault(regionCode);

    private static Dictionary<string, GeoPoint> Parse(string table) => table
        .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(row => row.Split(' '))
        .ToDictionary(row => row[0], row => new GeoPoint(Number(row[1]), Number(row[2])), StringComparer.OrdinalIgnoreCase);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
