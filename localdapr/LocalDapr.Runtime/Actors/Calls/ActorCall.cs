namespace LocalDapr.Runtime.Actors.Calls;

/// <summary>Something that an actor's app is to do in a turn of the actor.</summary>
internal sealed record ActorCall
{
    public required ActorKey Key { get; init; }

    /// <summary>What is behind <c>/actors/{type}/{id}/method/</c>, escaped: a method, or <c>remind/…</c>, or <c>timer/…</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, or nothing.</summary>
    public string Query { get; init; } = "";

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Media type of the body; null when the headers have it.</summary>
    public string? ContentType { get; init; }

    /// <summary>The chain of calls that this one belongs to; null when it begins one.</summary>
    public string? Chain { get; init; }

    /// <summary>Adds the caller's headers; gets the request and the id of the app that it goes to.</summary>
    public Action<HttpRequestMessage, string>? AddHeaders { get; init; }

    /// <summary>Looked at when the turn has come: false when the call has become pointless. Null for calls that never do.</summary>
    public Func<bool>? IsWanted { get; init; }
}
