using System.Text.Json.Serialization;

namespace Platform.Catalog.Domain;

/// <summary>A product with its variants.</summary>
public sealed record CatalogProduct
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, as plain text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who makes it; empty for nobody in particular.</summary>
    public string Brand { get; init; } = "";

    /// <summary>Where it belongs, each from the top down, such as <c>Appliances/Coffee</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What is sold, at least one.</summary>
    public required IReadOnlyList<ProductVariant> Variants { get; init; }

    /// <summary>Links to images, or names of blobs.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Properties.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is neither found nor sold.</summary>
    public bool IsHidden { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>How often it was changed.</summary>
    public long Revision { get; init; }

    /// <summary>Names this product in this revision, also when its id was another product's before.</summary>
    [JsonIgnore]
    public string ETag => $"{CreateTime.UtcTicks:x}-{Revision}";
}
