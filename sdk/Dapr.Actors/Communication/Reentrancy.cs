namespace Dapr.Actors.Communication;

/// <summary>The chain of calls that the running code belongs to; what it calls belongs to the same one.</summary>
internal static class Reentrancy
{
    private static readonly AsyncLocal<string?> Id = new();

    public static string? Current
    {
        get => Id.Value;
        set => Id.Value = value;
    }
}
