namespace Grpc.Core;

/// <summary>The version of the API that this assembly offers.</summary>
public static class VersionInfo
{
    /// <summary>The assembly version, fixed for a major version.</summary>
    public const string CurrentAssemblyVersion = "2.0.0.0";

    /// <summary>The file version.</summary>
    public const string CurrentAssemblyFileVersion = "2.71.0.0";

    /// <summary>The package version.</summary>
    public const string CurrentVersion = "2.71.0";
}
