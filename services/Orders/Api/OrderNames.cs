using System.Security.Cryptography;
using Platform.Hosting.Failures;
using Platform.State.Idempotency;

namespace Platform.Orders.Api;

/// <summary>Resource names of orders, <c>orders/{order}</c>. An id is 24 hexadecimal digits.</summary>
internal static class OrderNames
{
    private const string Prefix = "orders/";
    private const int IdLength = 24;

    public static string Of(string id) => Prefix + id;

    /// <summary>The id of the order that a request makes: always the same one for one request id.</summary>
    public static string NewId(RequestKey? request) => request is null ? RandomNumberGenerator.GetHexString(IdLength, lowercase: true) : request.Id[..IdLength];

    /// <summary>The id in a name.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of an order.</exception>
    public static string IdOf(string name) =>
        TryGetId(name, out var id) ? id : throw new InvalidArgumentException("name", "must be orders/ and an order's id");

    /// <summary>Whether a text is the name of an order.</summary>
    public static bool TryGetId(string name, out string id)
    {
        id = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        return IsId(id);
    }

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);
}
