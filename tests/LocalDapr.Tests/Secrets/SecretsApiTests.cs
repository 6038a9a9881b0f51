using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Tests.Hosting;

namespace LocalDapr.Tests.Secrets;

/// <summary>The secrets API over HTTP and gRPC, with the scopes of a Configuration.</summary>
public sealed class SecretsApiTests
{
    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: vault
        spec:
          type: secretstores.local.file
          metadata:
          - name: secretsFile
            value: secrets.json

        """;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["secrets.json"] = """{"password":"opensesame","db":{"user":"ada","port":5432},"a/b":"slash"}""",
    };

    [Theory]
    [InlineData("password", """{"password":"opensesame"}""")]
    [InlineData("db:port", """{"db:port":"5432"}""")]
    [InlineData("a%2Fb", """{"a/b":"slash"}""")]
    [InlineData("a/b", """{"a/b":"slash"}""")]
    public async Task Get_OverHttp_GivesTheValueUnderItsName(string name, string expected)
    {
        await using var host = await SidecarHost.StartAsync(Store, Files);

        var (status, json) = await host.GetAsync($"v1.0/secrets/vault/{name}");

        (status, json.GetRawText()).ShouldBe((200, expected));
    }

    [Fact]
    public async Task Get_MultiValuedStore_GivesAllValuesOfTheSecret()
    {
        await using var host = await SidecarHost.StartAsync(Store + "  - name: multiValued\n    value: \"true\"\n", Files);

        var (_, json) = await host.GetAsync("v1.0/secrets/vault/db");

        json.GetRawText().ShouldBe("""{"user":"ada","port":"5432"}""");
    }

    [Theory]
    [InlineData("", "anything", 500, "ERR_SECRET_STORES_NOT_CONFIGURED", StatusCode.FailedPrecondition)]
    [InlineData(Store, "other", 401, "ERR_SECRET_STORE_NOT_FOUND", StatusCode.InvalidArgument)]
    [InlineData(Store, "vault", 500, "ERR_SECRET_GET", StatusCode.Internal)]
    [InlineData(Store + "scopes: [someone-else]\n", "vault", 500, "ERR_SECRET_STORES_NOT_CONFIGURED", StatusCode.FailedPrecondition)]
    public async Task Get_NotThere_HasTheDocumentedErrorOverHttpAndGrpc(
        string resources, string store, int status, string code, StatusCode grpcStatus)
    {
        await using var host = await SidecarHost.StartAsync(resources, Files);

        var (httpStatus, json) = await host.GetAsync($"v1.0/secrets/{store}/missing");
        var failure = await Should.ThrowAsync<RpcException>(
            async () => await host.Client.GetSecretAsync(new GetSecretRequest { StoreName = store, Key = "missing" }));

        (httpStatus, json.GetProperty("errorCode").GetString()).ShouldBe((status, code));
        json.GetProperty("message").GetString().ShouldBe(failure.Status.Detail);
        failure.StatusCode.ShouldBe(grpcStatus);
    }

    // The six scenarios of Dapr's page on secret scopes.
    [Theory]
    [InlineData("defaultAccess: deny", "")]
    [InlineData("defaultAccess: allow", "s1 s2 s3")]
    [InlineData("defaultAccess: deny, allowedSecrets: [s1]", "s1")]
    [InlineData("defaultAccess: allow, deniedSecrets: [s1]", "s2 s3")]
    [InlineData("defaultAccess: allow, allowedSecrets: [s1]", "s1")]
    [InlineData("defaultAccess: deny, deniedSecrets: [s1]", "")]
    [InlineData("defaultAccess: Deny, allowedSecrets: [s1], deniedSecrets: [s2]", "s1")]
    [InlineData("allowedSecrets: [s1], deniedSecrets: [s1, s2]", "s1")]
    public async Task Get_Scoped_GivesOnlyWhatTheConfigurationAllows(string scope, string readable)
    {
        var configuration = $$"""
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata:
              name: scopes
            spec:
              secrets:
                scopes:
                - {storeName: vault, {{scope}}}

            """;
        var files = new Dictionary<string, string> { ["secrets.json"] = """{"s1":"1","s2":"2","s3":"3"}""" };
        await using var host = await SidecarHost.StartAsync(Store + configuration, files);

        var bulk = await host.Client.GetBulkSecretAsync(new GetBulkSecretRequest { StoreName = "vault" });
        var (_, bulkJson) = await host.GetAsync("v1.0/secrets/vault/bulk");

        string.Join(' ', bulk.Data.Keys.Order()).ShouldBe(readable);
        string.Join(' ', bulkJson.EnumerateObject().Select(secret => secret.Name).Order()).ShouldBe(readable);
        foreach (var name in (string[])["s1", "s2", "s3"])
        {
            var (status, json) = await host.GetAsync($"v1.0/secrets/vault/{name}");
            var allowed = readable.Contains(name, StringComparison.Ordinal);
            status.ShouldBe(allowed ? 200 : 403);
            (allowed || json.GetProperty("errorCode").GetString() == "ERR_PERMISSION_DENIED").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Get_OverGrpc_GivesTheValueUnderItsName()
    {
        await using var host = await SidecarHost.StartAsync(Store, Files);

        var secret = await host.Client.GetSecretAsync(new GetSecretRequest { StoreName = "vault", Key = "db:user" });

        secret.Data.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("db:user", "ada"));
    }
}
