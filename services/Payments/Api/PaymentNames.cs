using Platform.Hosting.Failures;

namespace Platform.Payments.Api;

/// <summary>Names of payments: <c>payments/{payment_id}</c>.</summary>
internal static class PaymentNames
{
    private const string Prefix = "payments/";
    private const int MaxIdLength = 128;

    public static string Of(string id) => Prefix + id;

    /// <summary>Whether a text can be an id: the unreserved characters of RFC 3986, which no URL and no key has to escape.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-');

    /// <summary>The id in a name.</summary>
    /// <exception cref="InvalidArgumentException">It is no such name.</exception>
    public static string Id(string name, string field = "name") =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && IsId(name[Prefix.Length..])
            ? name[Prefix.Length..]
            : throw new InvalidArgumentException(field, "must be payments/{payment_id}");
}
