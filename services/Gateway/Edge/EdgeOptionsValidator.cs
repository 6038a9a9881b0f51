using Microsoft.Extensions.Options;

namespace Platform.Gateway.Edge;

/// <summary>Collects every mistake, so that one start tells them all.</summary>
internal sealed class EdgeOptionsValidator : IValidateOptions<EdgeOptions>
{
    // A service has 20 s to stop (Platform.Hosting); the rest is for what runs.
    private static readonly TimeSpan MaxDrainDelay = TimeSpan.FromSeconds(15);

    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var errors = new List<string>();
        void Check(bool isRight, string error)
        {
            if (!isRight) errors.Add($"{GatewayOptions.Section}:{error}");
        }
        var (cors, limits) = (options.Cors, options.Limits);
        Check(cors.Origins.All(IsOrigin), "Cors:Origins must be scheme://host[:port], without a path, or *.");
        Check(!cors.Origins.Contains(CrossOriginOptions.AnyOrigin) || cors.Origins.Length == 1, "Cors:Origins has * and others.");
        Check(!cors.Origins.Contains(CrossOriginOptions.AnyOrigin) || !cors.AllowCredentials, "Cors:AllowCredentials must not be set with Origins *.");
        Check(!cors.Headers.Contains("*") && !cors.Methods.Contains("*"), "Cors:Headers and Cors:Methods must be named.");
        Check(cors.MaxAge >= TimeSpan.Zero, "Cors:MaxAge must not be negative.");
        Check(limits.MaxHeaderCount is > 0 and <= 1000, "Limits:MaxHeaderCount must be within 1 to 1000.");
        Check(limits.MaxHeaderSize is >= 1024 and <= 1024 * 1024, "Limits:MaxHeaderSize must be within 1 KiB to 1 MiB.");
        Check(limits.HeadersTimeout > TimeSpan.Zero, "Limits:HeadersTimeout must be positive.");
        Check(limits.MinBodyRate > 0, "Limits:MinBodyRate must be positive.");
        Check(limits.BodyGracePeriod > TimeSpan.FromSeconds(1), "Limits:BodyGracePeriod must be more than 1 s.");
        Check(limits.KeepAliveTimeout > TimeSpan.Zero, "Limits:KeepAliveTimeout must be positive.");
        Check(limits.MaxConnections is null or > 0, "Limits:MaxConnections must be positive.");
        Check(options.AccessLog.SampleRate is >= 0 and <= 1, "AccessLog:SampleRate must be within 0 to 1.");
        Check(options.Drain.Delay >= TimeSpan.Zero && options.Drain.Delay <= MaxDrainDelay, "Drain:Delay must be within 15 s.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsOrigin(string origin) =>
        origin == CrossOriginOptions.AnyOrigin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase));
}
