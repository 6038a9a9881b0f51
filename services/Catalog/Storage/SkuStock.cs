namespace Platform.Catalog.Storage;

/// <summary>What inventory said about a SKU last.</summary>
/// <param name="Available">What buyers can have.</param>
/// <param name="Sequence">Tells what is newer.</param>
internal sealed record SkuStock(long Available, long Sequence);
