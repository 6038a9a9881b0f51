namespace Platform.Gateway.Transcoding.Json;

/// <summary>Keeps text out that has no UTF-8. Parsed messages never have it.</summary>
internal static class WellFormed
{
    /// <summary>The text itself.</summary>
    /// <exception cref="ArgumentException">It has half of a surrogate pair.</exception>
    public static string Text(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) CheckPairs(text);
        return text;
    }

    private static void CheckPairs(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) throw new ArgumentException("A string has half of a surrogate pair.", nameof(text));
            i++;
        }
    }
}
