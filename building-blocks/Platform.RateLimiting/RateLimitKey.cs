using Platform.RateLimit.V1;

namespace Platform.RateLimiting;

/// <summary>What is known of a request: the facts that rules match.</summary>
/// <param name="Domain">The domain of the rules.</param>
/// <param name="Facts">The facts: name and value. Callers always give the same facts in the same order.</param>
public readonly record struct RateLimitKey(string Domain, params IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>Tells keys apart.</summary>
    internal string Id()
    {
        var length = Domain.Length;
        for (var i = 0; i < Facts.Count; i++)
        {
            length += Facts[i].Key.Length + Facts[i].Value.Length + 2;
        }

        return string.Create(length, this, static (id, key) =>
        {
            key.Domain.CopyTo(id);
            var end = key.Domain.Length;
            for (var i = 0; i < key.Facts.Count; i++)
            {
                end = Append(id, end, '\n', key.Facts[i].Key);
                end = Append(id, end, '\t', key.Facts[i].Value);
            }
        });
    }

    internal CheckRequest ToRequest(int cost)
    {
        var request = new CheckRequest { Domain = Domain, Cost = cost };
        for (var i = 0; i < Facts.Count; i++)
        {
            request.Facts[Facts[i].Key] = Facts[i].Value;
        }

        return request;
    }

    private static int Append(Span<char> id, int end, char separator, string text)
    {
        id[end] = separator;
        text.CopyTo(id[(end + 1)..]);
        return end + 1 + text.Length;
    }
}
