using System.Security.Cryptography;
using Platform.Hosting.Failures;
using Platform.State.Idempotency;

namespace Platform.Rides.Api;

/// <summary>Resource names of rides, <c>rides/{ride}</c>. An id is 24 hexadecimal digits.</summary>
internal static class RideNames
{
    private const string Prefix = "rides/";
    private const string ReceiptSuffix = "/receipt";
    private const string SharedPrefix = "sharedRides/";
    private const string DriverPrefix = "drivers/";
    private const string PaymentPrefix = "payments/";
    private const int IdLength = 24;
    private const int ShareSecretLength = 16;

    public static string Of(string id) => Prefix + id;

    public static string ReceiptOf(string id) => Prefix + id + ReceiptSuffix;

    public static string PaymentOf(string paymentId) => PaymentPrefix + paymentId;

    public static string DriverOf(string user) => DriverPrefix + user;

    /// <summary>The user who is a driver.</summary>
    public static string UserOf(string driver) => driver.StartsWith(DriverPrefix, StringComparison.Ordinal) ? driver[DriverPrefix.Length..] : driver;

    /// <summary>The id of the ride that a request makes: always the same one for one request id.</summary>
    public static string NewId(RequestKey? request) => request is null ? RandomNumberGenerator.GetHexString(IdLength, lowercase: true) : request.Id[..IdLength];

    /// <summary>A secret by which a ride is followed: the ride, and what nobody guesses.</summary>
    public static string NewShareToken(string id) => id + RandomNumberGenerator.GetHexString(ShareSecretLength, lowercase: true);

    public static string SharedOf(string token) => SharedPrefix + token;

    /// <summary>The token in the name of a shared ride, and its ride; null for what is no such name.</summary>
    public static (string Token, string RideId)? FindShared(string name) =>
        name.StartsWith(SharedPrefix, StringComparison.Ordinal) && name[SharedPrefix.Length..] is { Length: IdLength + ShareSecretLength } token && token.All(char.IsAsciiHexDigitLower)
            ? (token, token[..IdLength])
            : null;

    /// <summary>The id in a name.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a ride.</exception>
    public static string IdOf(string name) =>
        TryGetId(name, out var id) ? id : throw new InvalidArgumentException("name", "must be rides/ and a ride's id");

    /// <summary>The id of the ride in the name of a receipt.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a receipt.</exception>
    public static string RideOfReceipt(string name) =>
        name.EndsWith(ReceiptSuffix, StringComparison.Ordinal) && TryGetId(name[..^ReceiptSuffix.Length], out var id)
            ? id
            : throw new InvalidArgumentException("name", "must be rides/, a ride's id and /receipt");

    /// <summary>Whether a text is the name of a ride.</summary>
    public static bool TryGetId(string name, out string id)
    {
        id = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        return IsId(id);
    }

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);
}
