namespace LocalDapr.Runtime.Actors.Hosting;

/// <summary>How the actors of one type are hosted; the defaults are Dapr's.</summary>
internal sealed record ActorTypeOptions
{
    /// <summary>How long an actor is idle before it is deactivated.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long an actor that moves to another instance may finish its call.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether calls of one chain may enter an actor again.</summary>
    public bool IsReentrant { get; init; }

    /// <summary>How deep a chain may enter one actor.</summary>
    public int MaxStackDepth { get; init; } = 32;
}
