namespace Platform.Catalog.Domain.Search;

/// <summary>A product as the search counts it.</summary>
/// <param name="Entry">The product.</param>
/// <param name="Number">Its number.</param>
/// <param name="Categories">The numbers of its categories and of those above them.</param>
/// <param name="Brand">The number of its brand; null for none.</param>
/// <param name="Words">Its words of the vocabulary.</param>
internal sealed record SearchDocument(CatalogEntry Entry, int Number, int[] Categories, int? Brand, IReadOnlySet<string> Words);
