using System.Globalization;
using Grpc.Core;

namespace Grpc.Shared;

/// <summary>Status codes as numbers on the wire and as their canonical names.</summary>
internal static class StatusCodes
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
        "DATA_LOSS", "UNAUTHENTICATED",
    ];

    private static readonly string[] Numbers =
        [.. Enumerable.Range(0, Names.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The canonical name, such as <c>DEADLINE_EXCEEDED</c>.</summary>
    public static string ToName(this StatusCode code) =>
        (uint)code < (uint)Names.Length ? Names[(int)code] : ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>Finds a code by its canonical name.</summary>
    public static bool TryFromName(string name, out StatusCode code)
    {
        var number = Array.IndexOf(Names, name);
        code = (StatusCode)number;
        return number >= 0;
    }

    /// <summary>The value of <c>grpc-status</c>.</summary>
    public static string ToWire(this StatusCode code) =>
        (uint)code < (uint)Numbers.Length ? Numbers[(int)code] : ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads <c>grpc-status</c>. A number without a meaning here is UNKNOWN, as the protocol asks for.</summary>
    public static bool TryFromWire(string text, out StatusCode code)
    {
        code = StatusCode.Unknown;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        code = number < Names.Length ? (StatusCode)number : StatusCode.Unknown;
        return true;
    }
}
