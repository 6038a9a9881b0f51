using System.Buffers;
using System.Globalization;
using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Api;

/// <summary>Names of resources.</summary>
internal static class ResourceNames
{
    private const string Drivers = "drivers/";
    private const string Rides = "rides/";
    private const string Offers = "offers/";
    private const string Tracks = "/tracks/";
    private const string Me = "me";
    private const string DayFormat = "yyyy-MM-dd";
    private const string AdminRole = "admin";
    private const int MaxIdLength = 128;
    private const int MaxUserLength = 64;

    private static readonly SearchValues<char> UserCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.~");

    public static string OfDriver(string id) => Drivers + id;

    public static string OfRide(string id) => Rides + id;

    public static string OfOffer(string id) => Offers + id;

    public static string OfTrack(string driver, DateOnly day) => OfDriver(driver) + Tracks + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Whether a text can be the id of an offer.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= MaxIdLength && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>The id in <c>drivers/{user}</c>.</summary>
    public static bool TryDriver(string name, out string id) => TryId(name, Drivers, UserCharacters, out id) && id.Length <= MaxUserLength && id != Me;

    /// <summary>The id in <c>rides/{ride}</c>.</summary>
    public static bool TryRide(string name, out string id) => TryId(name, Rides, IdCharacters, out id);

    /// <summary>The id in <c>offers/{offer}</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static string Offer(string name) =>
        TryId(name, Offers, IdCharacters, out var id) ? id : throw new InvalidArgumentException("name", "must be offers/{offer}");

    /// <summary>The driver that a caller means, whose data is the caller's or who is asked for by an admin or a service.</summary>
    /// <exception cref="InvalidArgumentException">It is no driver's name.</exception>
    /// <exception cref="PermissionDeniedException">NOT_THE_OWNER.</exception>
    public static string Driver(string name, ServerCallContext context, string field = "name")
    {
        var caller = context.Principal();
        if (!TryDriver(name == Drivers + Me ? OfDriver(caller.UserId) : name, out var id))
        {
            throw new InvalidArgumentException(field, "must be drivers/{user} or drivers/me");
        }

        if (!caller.HasRole(AdminRole))
        {
            caller.RequireOwner(id);
        }

        return id;
    }

    /// <summary>Driver and day of <c>drivers/{user}/tracks/{yyyy-mm-dd}</c>.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static (string Driver, DateOnly Day) Track(string name, ServerCallContext context) =>
        name.IndexOf(Tracks, StringComparison.Ordinal) is > 0 and var end
        && DateOnly.TryParseExact(name.AsSpan(end + Tracks.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (Driver(name[..end], context), day)
            : throw new InvalidArgumentException("name", "must be drivers/{user}/tracks/{yyyy-mm-dd}");

    private static bool TryId(string name, string prefix, SearchValues<char> characters, out string id)
    {
        id = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : "";
        return id.Length is > 0 and <= MaxIdLength && !id.AsSpan().ContainsAnyExcept(characters);
    }
}
