using System.Collections.Frozen;

namespace Platform.Orders.Domain.Pricing;

/// <summary>
/// Sales taxes by where an order goes: standard rates, of the US the states' rates without what counties and cities add. Not checked against what
/// the tax authorities publish: check the rows of the regions that you sell to. A rate that changes is a new row here.
/// </summary>
internal static class TaxTable
{
    // Per cent.
    private const string Countries = """
        AT 20;AU 10;BE 21;BG 20;BR 17;CH 8.1;CL 19;CN 13;CO 19;CY 19;CZ 21;DE 19;DK 25;EE 24;EG 14;ES 21;FI 25.5;FR 20;GB 20;GR 24;HK 0;HR 25;HU 27
        ID 11;IE 23;IL 18;IN 18;IS 24;IT 22;JP 10;KR 10;LT 21;LU 17;LV 21;MT 18;MX 16;MY 10;NL 21;NO 25;NZ 15;PE 18;PH 12;PL 23;PT 23;RO 21;SA 15;SE 25
        SG 9;SI 22;SK 23;TH 7;TR 20;TW 5;UA 20;VN 10;ZA 15
        """;

    private const string Provinces = "AB 5;BC 12;MB 12;NB 15;NL 15;NS 14;NT 5;NU 5;ON 13;PE 15;QC 14.975;SK 11;YT 5";

    private const string States = """
        AL 4;AK 0;AZ 5.6;AR 6.5;CA 7.25;CO 2.9;CT 6.35;DE 0;DC 6;FL 6;GA 4;HI 4;ID 6;IL 6.25;IN 7;IA 6;KS 6.5;KY 6;LA 5;ME 5.5;MD 6;MA 6.25;MI 6;MN 6.875
        MS 7;MO 4.225;MT 0;NE 5.5;NV 6.85;NH 0;NJ 6.625;NM 4.875;NY 4;NC 4.75;ND 5;OH 5.75;OK 4.5;OR 0;PA 6;RI 7;SC 6;SD 4.2;TN 7;TX 6.25;UT 6.1;VT 6
        VA 5.3;WA 6.5;WV 6;WI 5;WY 4
        """;

    private static readonly FrozenSet<string> StatesThatTaxShipping = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "AR", "CT", "DC", "GA", "HI", "IN", "KS", "KY", "MN", "MS", "NE", "NJ", "NM", "NY", "NC", "ND", "OH", "PA", "SC", "SD", "TN", "TX", "VT", "WA", "WV", "WI");

    private static readonly FrozenDictionary<string, decimal> CountryRates = TaxRows.Parse("countries", Countries);
    private static readonly FrozenDictionary<string, decimal> ProvinceRates = TaxRows.Parse("provinces", Provinces);
    private static readonly FrozenDictionary<string, decimal> StateRates = TaxRows.Parse("states", States);

    /// <summary>The tax of a region; null where it is not known.</summary>
    public static TaxRate? Find(Address address) => address.RegionCode.ToUpperInvariant() switch
    {
        "US" => StateRates.TryGetValue(address.AdministrativeArea, out var state)
            ? new TaxRate(state, StatesThatTaxShipping.Contains(address.AdministrativeArea))
            : null,
        "CA" => ProvinceRates.TryGetValue(address.AdministrativeArea, out var province) ? new TaxRate(province, TaxesShipping: true) : null,
        var code => CountryRates.TryGetValue(code, out var country) ? new TaxRate(country, TaxesShipping: true) : null,
    };

    /// <summary>Checks every row, so that a service with a bad one does not start.</summary>
    /// <exception cref="FormatException">Names every bad row.</exception>
    public static void Check()
    {
        TaxRows.Parse("countries", Countries);
        TaxRows.Parse("provinces", Provinces);
        var states = TaxRows.Parse("states", States);
        if (StatesThatTaxShipping.FirstOrDefault(state => !states.ContainsKey(state)) is { } unknown)
        {
            throw new FormatException($"{unknown} taxes shipping and has no rate.");
        }
    }
}

/// <summary>A sales tax.</summary>
/// <param name="Rate">Such as 0.19.</param>
/// <param name="TaxesShipping">Whether the shipping is taxed too.</param>
internal sealed record TaxRate(decimal Rate, bool TaxesShipping);
