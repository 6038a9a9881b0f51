using System.Security.Cryptography;

namespace Platform.Rides.Domain;

/// <summary>Codes that riders tell their drivers at the start of a trip.</summary>
internal static class StartCodes
{
    /// <summary>How many digits they have.</summary>
    public const int Length = 6;

    /// <summary>A new one.</summary>
    public static string New() => RandomNumberGenerator.GetString("0123456789", Length);
}
