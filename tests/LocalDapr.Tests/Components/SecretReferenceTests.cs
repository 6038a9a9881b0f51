using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Tests.Components;

/// <summary>Components whose metadata refers to secrets.</summary>
public sealed class SecretReferenceTests : IDisposable
{
    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: vault}
        spec:
          type: secretstores.local.file
          metadata:
          - {name: secretsFile, value: secrets.json}
          - {name: multiValued, value: "true"}
        ---

        """;

    private readonly Loading _folder = new();

    public SecretReferenceTests() => File.WriteAllText(_folder["secrets.json"], """{"redis":{"password":"hush"},"token":"abc"}""");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{name: redis, key: password}", "hush")]
    [InlineData("{name: token}", "abc")]
    public void Load_SecretKeyRef_IsReplacedByTheSecret(string reference, string expected) =>
        Load(Store + Cache("auth: {secretStore: vault}", reference)).Setting("redisPassword").ShouldBe(expected);

    [Theory]
    [InlineData("", "{name: token}", "auth.secretStore")]
    [InlineData("auth: {secretStore: safe}", "{name: token}", "secret store safe does not exist")]
    [InlineData("auth: {secretStore: vault}", "{name: nothing}", "secret nothing/nothing is not in secret store vault")]
    [InlineData("auth: {secretStore: vault}", "{name: redis, key: user}", "secret redis/user is not in secret store vault")]
    [InlineData("auth: {secretStore: vault}", "{key: password}", "'name' is missing")]
    public void Load_SecretKeyRefThatLeadsNowhere_SaysWhereAndWhy(string auth, string reference, string complaint)
    {
        var failure = Should.Throw<ConfigurationException>(() => Load(Store + Cache(auth, reference)));

        failure.Message.ShouldStartWith(_folder.FileName + ":");
        failure.Message.ShouldContain(complaint);
    }

    private static string Cache(string auth, string reference) =>
        $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: cache}
        spec:
          type: state.redis
          metadata:
          - name: redisPassword
            secretKeyRef: {{reference}}
        {{auth}}
        """;

    private Component Load(string yaml) => _folder.Load(yaml).Components.Single(component => component.Name == "cache");
}
