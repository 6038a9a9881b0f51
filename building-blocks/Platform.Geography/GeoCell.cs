namespace Platform.Geography;

/// <summary>A cell of a <see cref="GeoGrid"/>: its column from 180° west and its row from the south pole.</summary>
public readonly record struct GeoCell(int Column, int Row);
