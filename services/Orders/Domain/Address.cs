namespace Platform.Orders.Domain;

/// <summary>Where an order goes.</summary>
internal sealed record Address
{
    /// <summary>The country, ISO 3166-1 alpha-2.</summary>
    public required string RegionCode { get; init; }

    public string PostalCode { get; init; } = "";

    /// <summary>The state or province, as its postal service abbreviates it.</summary>
    public string AdministrativeArea { get; init; } = "";

    public string Locality { get; init; } = "";

    public IReadOnlyList<string> Lines { get; init; } = [];

    public IReadOnlyList<string> Recipients { get; init; } = [];

    public string Organization { get; init; } = "";

    public string LanguageCode { get; init; } = "";
}
