using Grpc.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Problems;
using Platform.Gateway.RateLimits;
using Platform.Security.Tokens;

namespace Platform.Gateway.Access;

/// <summary>
/// Finds out who calls: by <c>Authorization: Bearer</c> (RFC 6750) or <c>X-Api-Key</c>. Whoever brings nothing is anonymous; whoever brings something
/// that is not valid is refused, also where anonymous callers would be let in.
/// </summary>
internal sealed partial class Authentication(
    AccessTokenValidator tokens,
    ApiKeyCallers apiKeys,
    RateLimitMiddleware limits,
    IOptions<GatewayOptions> options,
    ILogger<Authentication> logger)
{
    public const string ApiKeyHeader = "X-Api-Key";

    /// <summary>The scope of credentials that are good for everything.</summary>
    private const string EverythingScope = "*";

    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (headers.ContainsKey(HeaderNames.Authorization) || headers.ContainsKey(ApiKeyHeader)) return InvokeWithCredentialsAsync(context, next);
        context.Features.Set<ICallerFeature>(Caller.Anonymous);
        return next(context);
    }

    /// <summary>The user of an access token; null when it is not valid.</summary>
    /// <exception cref="RpcException">The keys that verify it could not be had.</exception>
    public async ValueTask<Caller?> FindByTokenAsync(string token, CancellationToken cancellationToken)
    {
        var result = await tokens.ValidateAsync(token, cancellationToken);
        if (!result.IsValid)
        {
            LogRefused(result.Failure.Value);
            return null;
        }

        return new Caller
        {
            UserId = result.Token.Subject,
            Roles = result.Token.Roles,
            Tier = result.Token.Tier,
            Scopes = result.Token.Scopes.Contains(EverythingScope) ? null : result.Token.Scopes,
            ExpireTime = result.Token.ExpireTime,
        };
    }

    private async Task InvokeWithCredentialsAsync(HttpContext context, RequestDelegate next)
    {
        Caller caller;
        try
        {
            caller = await AuthenticateAsync(context);
        }
        catch (ProblemException refusal) when (options.Value.RateLimits.IsEnabled)
        {
            await limits.InvokeRefusedAsync(context, refusal);
            return;
        }

        context.Features.Set<ICallerFeature>(caller);
        await next(context);
    }

    private async ValueTask<Caller> AuthenticateAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Authorization.Count + headers[ApiKeyHeader].Count > 1)
        {
            throw new ProblemException(Problem.Local(
                StatusCode.InvalidArgument, StatusCodes.Status400BadRequest, "CREDENTIALS_AMBIGUOUS", "A request has one access token or one API key, not more."));
        }

        if (headers[ApiKeyHeader] is [{ } key])
        {
            return await apiKeys.FindAsync(key, context.RequestAborted) ?? throw Refused("INVALID_API_KEY", "The API key is not valid.");
        }

        var caller = headers.Authorization.ToString() is { } credentials && credentials.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await FindByTokenAsync(credentials[Scheme.Length..].Trim(' '), context.RequestAborted)
            : null;
        return caller ?? throw Refused("INVALID_TOKEN", "The access token is not valid.");
    }

    private static ProblemException Refused(string reason, string detail) =>
        new(Problem.Local(StatusCode.Unauthenticated, StatusCodes.Status401Unauthorized, reason, detail));

    [LoggerMessage(LogLevel.Debug, "An access token was refused: {Failure}")]
    private partial void LogRefused(TokenFailure failure);
}
