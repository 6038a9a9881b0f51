using static Platform.Identity.Tests.Access.EdgeFixture;

namespace Platform.Identity.Tests.Access;

/// <summary>A request that calls a method about something that is a user's.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record OwnerRequest(HttpMethod Method, string Path, object? Body = null);

/// <summary>Makes the requests of the matrix: each about something new, so that none spoils what the next one needs.</summary>
internal sealed class OwnerRequests(EdgeFixture edge)
{
    /// <summary>The methods that it has requests for: all of the services that run.</summary>
    public static bool Covers(string method) =>
        method.StartsWith("platform.identity.", StringComparison.Ordinal) || method.StartsWith("platform.shortener.", StringComparison.Ordinal);

    /// <summary>Methods about one thing that has an owner.</summary>
    public static bool IsOwned(string method) => Name(method) is
        "GetLink" or "UpdateLink" or "DeleteLink" or "UndeleteLink" or "GetLinkStats" or "GetLinkQrCode"
        or "GetApiKey" or "DeleteApiKey" or "GetUser" or "ListAuditEvents";

    /// <summary>The request that calls a method about something of an owner's.</summary>
    public async Task<OwnerRequest> MakeAsync(string method, Account owner) => Name(method) switch
    {
        "CreateLink" => Post("/v1/links", new { longUrl = "https://example.com/" }),
        "ListLinks" => Get("/v1/links"),
        "GetLink" => Get($"/v1/{await LinkAsync(owner)}"),
        "UpdateLink" => new(HttpMethod.Patch, $"/v1/{await LinkAsync(owner)}", new { maxVisits = "5" }),
        "DeleteLink" => new(HttpMethod.Delete, $"/v1/{await LinkAsync(owner)}"),
        "UndeleteLink" => Post($"/v1/{await DeletedLinkAsync(owner)}:undelete", new { }),
        "GetLinkStats" => Get($"/v1/{await LinkAsync(owner)}/stats"),
        "GetLinkQrCode" => Get($"/v1/{await LinkAsync(owner)}/qr"),
        "CreateApiKey" => Post("/v1/apiKeys", new { displayName = "matrix", scopes = new[] { "links.read" } }),
        "ListApiKeys" => Get("/v1/apiKeys"),
        "GetApiKey" => Get($"/v1/{await ApiKeyAsync(owner)}"),
        "DeleteApiKey" => new(HttpMethod.Delete, $"/v1/{await ApiKeyAsync(owner)}"),
        "CreateToken" => Post("/v1/tokens", new { username = owner.Username, password = EdgeFixture.Password }),
        "RefreshToken" => Post("/v1/tokens:refresh", new { refreshToken = (await edge.SignInAsync(owner.Username, EdgeFixture.Password)).RefreshToken }),
        "RevokeToken" => Post("/v1/tokens:revoke", new { refreshToken = "" }),
        "RevokeAllTokens" => Post("/v1/tokens:revokeAll", new { }),
        "GetJsonWebKeys" => Get("/.well-known/jwks.json"),
        "GetOpenIdConfiguration" => Get("/.well-known/openid-configuration"),
        "CreateUser" => Post("/v1/users", new { username = $"m{Guid.NewGuid():N}", password = EdgeFixture.Password }),
        "GetUser" => Get($"/v1/users/{owner.Id}"),
        "LookUpUser" => Get($"/v1/users:lookUp?username={owner.Username}"),
        "SetUserRoles" => Post($"/v1/users/{(await edge.SignUpAsync()).Id}:setRoles", new { roles = new[] { "customer" } }),
        "SetUserTier" => Post($"/v1/users/{(await edge.SignUpAsync()).Id}:setTier", new { tier = "pro" }),
        "SetUserDisabled" => Post($"/v1/users/{(await edge.SignUpAsync()).Id}:setDisabled", new { disabled = true }),
        "ListAuditEvents" => Get($"/v1/users/{owner.Id}/auditEvents"),
        // Refused for their bodies, after the rule has let them in: what they would change, others of this run need.
        "ChangePassword" => Post("/v1/users/me:changePassword", new { }),
        "EnrolTotp" => Post("/v1/users/me/totp:enrol", new { }),
        "ConfirmTotp" => Post("/v1/users/me/totp:confirm", new { }),
        "DisableTotp" => Post("/v1/users/me/totp:disable", new { }),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "OwnerRequests has no request for this method"),
    };

    private static string Name(string method) => method[(method.LastIndexOf('.') + 1)..];

    private static OwnerRequest Get(string path) => new(HttpMethod.Get, path);

    private static OwnerRequest Post(string path, object body) => new(HttpMethod.Post, path, body);

    private async Task<string> LinkAsync(Account owner) =>
        (await edge.OkAsync(HttpMethod.Post, "/v1/links", owner.Token, new { longUrl = "https://example.com/matrix" })).GetProperty("name").GetString()!;

    private async Task<string> DeletedLinkAsync(Account owner)
    {
        var name = await LinkAsync(owner);
        await edge.OkAsync(HttpMethod.Delete, "/v1/" + name, owner.Token);
        return name;
    }

    private async Task<string> ApiKeyAsync(Account owner) =>
        (await edge.OkAsync(HttpMethod.Post, "/v1/apiKeys", owner.Token, new { displayName = "matrix", scopes = new[] { "links.read" } })).GetProperty("name").GetString()!;
}
