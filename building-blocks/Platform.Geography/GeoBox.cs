namespace Platform.Geography;

/// <summary>An area between two parallels and two meridians, in degrees. South and west belong to it, north and east to the next one.</summary>
public readonly record struct GeoBox(double South, double West, double North, double East)
{
    /// <summary>The middle.</summary>
    public GeoPoint Center => new((South + North) / 2, (West + East) / 2);
}
