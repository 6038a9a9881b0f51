namespace Platform.Drivers.Domain.Regions;

/// <summary>How many drivers there are in a cell.</summary>
/// <param name="Cell">The cell, a geohash.</param>
/// <param name="Online">How many are online.</param>
/// <param name="Available">How many of them are available.</param>
public sealed record CellCount(string Cell, int Online, int Available);
