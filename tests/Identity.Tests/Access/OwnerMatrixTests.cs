using System.Net;
using System.Text.Json;
using Platform.Hosting.Access;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Access;

/// <summary>
/// Every public method of the services that run is called through the gateway: with no token, by the owner of what it is about, by somebody else, and by
/// each role. What they get is compared with the one table.
/// </summary>
public sealed class OwnerMatrixTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private const string NotOwned = "-";

    [Fact]
    public async Task EveryPublicMethod_ThroughTheGateway_GetsWhatTheTableSays()
    {
        var requests = new OwnerRequests(edge);
        var callers = new Dictionary<string, string?> { ["anonymous"] = null };
        foreach (var role in Role.All)
        {
            callers[role] = (await edge.SignUpAsync(role)).Token;
        }

        var (owner, other) = (await edge.SignUpAsync(), await edge.SignUpAsync());
        var methods = MethodAccess.PublicMethods(typeof(UsersReflection).Assembly).Select(method => method.FullName).Where(OwnerRequests.Covers).ToList();
        var actual = new List<string>();
        foreach (var method in methods)
        {
            var cells = new List<string>();
            foreach (var (_, token) in callers)
            {
                cells.Add(await RuleOutcomeAsync(await requests.MakeAsync(method, owner), token));
            }

            cells.Add(OwnerRequests.IsOwned(method) ? await StatusAsync(await requests.MakeAsync(method, owner), owner.Token) : NotOwned);
            cells.Add(OwnerRequests.IsOwned(method) ? await StatusAsync(await requests.MakeAsync(method, owner), other.Token) : NotOwned);
            actual.Add($"{method}\t{string.Join('\t', cells)}");
            // Some methods sign the owner out everywhere; access tokens go on.
        }

        // The column of callers without scope needs tokens that are narrower than any sign-in here; AccessRuleTests has it.
        var expected = AccessTable.Read().Where(row => OwnerRequests.Covers(row.Key))
            .Select(row => $"{row.Key}\t{string.Join('\t', row.Value.Where((_, i) => i != AccessTable.Callers.Count - 1))}").ToList();
        methods.Count.ShouldBeGreaterThan(20);
        actual.Except(expected).ShouldBeEmpty("access-matrix.tsv says otherwise:\n" + string.Join('\n', actual.Except(expected)));
        expected.Except(actual).ShouldBeEmpty();
    }

    private async Task<string> RuleOutcomeAsync(OwnerRequest request, string? token)
    {
        using var response = await edge.SendAsync(request.Method, request.Path, token, request.Body);
        var reason = response.IsSuccessStatusCode ? "" : await ReasonAsync(response);
        ((int)response.StatusCode).ShouldBeLessThan(500, $"{request.Path}: {reason}");
        return (response.StatusCode, reason) switch
        {
            (HttpStatusCode.Unauthorized, "SIGN_IN_REQUIRED") => "sign in",
            (HttpStatusCode.Forbidden, "ROLE_REQUIRED") => "role",
            (HttpStatusCode.Forbidden, "SCOPE_REQUIRED") => "scope",
            _ => "passes",
        };
    }

    private async Task<string> StatusAsync(OwnerRequest request, string token)
    {
        using var response = await edge.SendAsync(request.Method, request.Path, token, request.Body);
        return $"{(int)response.StatusCode}";
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.TryGetProperty("reason", out var reason) ? reason.GetString()! : "";
}
