namespace Platform.Geography;

/// <summary>Collects the nearest things of those that are offered.</summary>
internal sealed class Nearest<T>(GeoPoint center, double radiusKm, int count, Func<string, T, bool>? filter)
{
    // A chord and a haversine of the same distance differ by rounding, far less than a millimetre: chords only tell what is certainly too far.
    private const double RoundingKm = 1e-6;

    private static readonly Comparer<GeoMatch<T>> NearestFirst = Comparer<GeoMatch<T>>.Create((one, other) =>
        one.DistanceKm.CompareTo(other.DistanceKm) is not 0 and var order ? order : string.CompareOrdinal(one.Key, other.Key));

    private readonly UnitVector _center = UnitVector.Of(center);
    private readonly List<GeoMatch<T>> _found = new(Math.Min(count, 64));
    private double _longestChord = UnitVector.SquaredChord(radiusKm + RoundingKm);

    /// <summary>Whether nothing that is at least so far away can be one of them.</summary>
    public bool IsComplete(double distanceKm) => distanceKm - RoundingKm > (_found.Count == count ? _found[^1].DistanceKm : radiusKm);

    public void Offer(string key, GeoPoint point, UnitVector place, T value)
    {
        if (_center.SquaredChord(place) > _longestChord || (filter is not null && !filter(key, value)))
        {
            return;
        }

        var match = new GeoMatch<T>(key, point, center.DistanceKm(point), value);
        var index = ~_found.BinarySearch(match, NearestFirst);
        if (match.DistanceKm > radiusKm || index >= count)
        {
            return;
        }

        if (_found.Count == count)
        {
            _found.RemoveAt(count - 1);
        }

        _found.Insert(index, match);
        if (_found.Count == count)
        {
            _longestChord = UnitVector.SquaredChord(_found[^1].DistanceKm + RoundingKm);
        }
    }

    public List<GeoMatch<T>> ToList() => _found;
}
