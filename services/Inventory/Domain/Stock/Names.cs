namespace Platform.Inventory.Domain.Stock;

/// <summary>What SKUs and ids look like: the unreserved characters of RFC 3986, which no URL and no key has to escape.</summary>
public static class Names
{
    private const int MaxSkuLength = 64;
    private const int MaxIdLength = 128;

    public static bool IsSku(string text) => IsName(text, MaxSkuLength);

    public static bool IsId(string text) => IsName(text, MaxIdLength);

    private static bool IsName(string text, int maxLength) =>
        text.Length > 0 && text.Length <= maxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-');
}
