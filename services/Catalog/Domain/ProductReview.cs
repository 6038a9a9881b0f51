namespace Platform.Catalog.Domain;

/// <summary>What a buyer thinks of a product.</summary>
public sealed record ProductReview
{
    /// <summary>Its id among the reviews of its product: one for each author.</summary>
    public required string Id { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string Author { get; init; }

    /// <summary>1 to 5.</summary>
    public required int Rating { get; init; }

    /// <summary>A few words.</summary>
    public string Title { get; init; } = "";

    /// <summary>The rest.</summary>
    public string Text { get; init; } = "";

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdateTime { get; init; }
}
