using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Tests.Components;

/// <summary>Resource files: what components are made of them, who sees them, and what is said about those that are wrong.</summary>
public sealed class ResourceLoaderTests : IDisposable
{
    private readonly Loading _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Component_HasWhatItsFileSays()
    {
        var component = _folder.Load("""
            # A comment in front.
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: orders
              namespace: production
            spec:
              type: state.azure.cosmosdb
              version: v2
              initTimeout: 5s
              metadata:
              - name: masterKey
                value: "secret"
              - name: Port
                value: 6379
              - name: enabled
                value: true
              - name: empty
            scopes:
            - shop
            - billing
            """).Components.ShouldHaveSingleItem();

        (component.Name, component.Type, component.Version).ShouldBe(("orders", "state.azure.cosmosdb", "v2"));
        (component.BuildingBlock, component.Implementation).ShouldBe((BuildingBlocks.State, "azure.cosmosdb"));
        component.Setting("MASTERKEY").ShouldBe("secret");
        component.Setting("port").ShouldBe("6379");
        component.Setting("empty").ShouldBe("");
        component.Setting("missing").ShouldBeNull();
        (component.Flag("enabled"), component.Flag("port"), component.Flag("missing")).ShouldBe((true, false, false));
        component.Location.ShouldBe(_folder.FileName + ":2");
    }

    [Fact]
    public void Load_ReferenceToAVariable_IsItsValue()
    {
        Environment.SetEnvironmentVariable("LOCALDAPR_TEST_HOST", "there");

        _folder.Load(Component("cache", "state.redis", "[{name: redisHost, envRef: LOCALDAPR_TEST_HOST}]"))
            .Components.Single().Setting("redisHost").ShouldBe("there");
    }

    [Theory]
    [InlineData("shop", "everyone, mine, shared")]
    [InlineData("billing", "everyone, shared")]
    [InlineData("other", "everyone")]
    public void ResourceSet_Scopes_ShowOnlyWhatIsMeantForTheApp(string appId, string visible)
    {
        var resources = _folder.Load(string.Join(
            "---\n",
            Component("everyone", "state.redis"),
            Component("mine", "pubsub.redis") + "scopes: [shop]\n",
            Component("shared", "state.redis") + "scopes: [shop, billing]\n"));

        var set = new ResourceSet(resources, appId);

        string.Join(", ", set.Components.Select(component => component.Name)).ShouldBe(visible);
        (set.Find(BuildingBlocks.PubSub, "mine") is not null).ShouldBe(appId == "shop");
        set.Find(BuildingBlocks.State, "mine").ShouldBeNull();
    }

    [Theory]
    [InlineData("sate.redis")]
    [InlineData("redis")]
    [InlineData(".redis")]
    public void Load_TypeOfNoBuildingBlock_SaysWhere(string type) =>
        ShouldFail(Component("cache", type), $":6: type: '{type}' does not begin with a building block");

    [Theory]
    [InlineData("lock.redis")]
    [InlineData("configuration.redis")]
    [InlineData("crypto.dapr.localstorage")]
    [InlineData("conversation.echo")]
    [InlineData("middleware.http.oauth2")]
    public void Load_BuildingBlockThatIsNotThere_IsLeftOutWithAWarning(string type)
    {
        _folder.Load(Component("one", type) + "---\n" + Component("two", "state.redis")).Components.Single().Name.ShouldBe("two");

        _folder.Logged.ShouldContain($"Warning: {_folder.FileName}:1: component one is left out: {type} is not supported here");
    }

    [Fact]
    public void Load_StoresAndTopicsOfOtherMakers_AreNamedOnce()
    {
        _folder.Load(Component("ledger", "state.postgresql") + "---\n" + Component("events", "pubsub.kafka") + "---\n" + Component("files", "bindings.localstorage"));

        _folder.Logged.ShouldBe(["Information: The embedded store serves ledger (state.postgresql), events (pubsub.kafka)"]);
    }

    [Fact]
    public void Load_BrokenComponentWithIgnoreErrors_IsLeftOutWithAWarning()
    {
        var broken = Component("broken", "state.redis", "[{name: password, secretKeyRef: {name: nowhere}}]", "ignoreErrors: true");

        _folder.Load(broken + "---\n" + Component("fine", "state.redis")).Components.Single().Name.ShouldBe("fine");

        _folder.Logged[0].ShouldStartWith("Warning: A component is left out");
    }

    [Theory]
    [InlineData("kind: Component", "'apiVersion' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1", "'kind' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Komponent", ":2: kind: dapr.io/v1alpha1 Komponent is not a Dapr resource")]
    [InlineData("apiVersion: v1\nkind: ConfigMap", ":2: kind: v1 ConfigMap is not a Dapr resource")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}", "'spec' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nspec: {type: state.redis}", "'metadata' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {}\nspec: {type: state.redis}", ":3: 'name' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {}", ":4: 'type' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec:\n  type: state.redis\n  metadata: {host: x}", ":6: 'metadata' must be a list")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec:\n  type: state.redis\n  metadata: [{value: x}]", ":6: 'name' is missing")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec:\n  type: state.redis\nscopes: shop", ":6: 'scopes' must be a list")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("just words", ":1: a mapping is expected")]
    public void Load_BrokenResource_SaysWhereAndWhyInOneLine(string yaml, string complaint) => ShouldFail(yaml, complaint);

    [Fact]
    public void Load_VariableThatIsNotSet_SaysSo() =>
        ShouldFail(Component("cache", "state.redis", "[{name: host, envRef: NO_SUCH_VARIABLE}]"), "environment variable NO_SUCH_VARIABLE is not set");

    [Fact]
    public void Load_TwoComponentsOfOneName_NamesBothPlaces() =>
        ShouldFail(Component("cache", "state.redis") + "---\n" + Component("cache", "pubsub.redis"), $":10: component cache is already declared at {_folder.FileName}:1");

    [Fact]
    public void Load_NoSuchFolderOrConfiguration_SaysSo()
    {
        Should.Throw<ConfigurationException>(() => _folder.Load("", _folder["config.yml.missing"])).Message.ShouldContain("no such file");
        File.WriteAllText(_folder["other.config"], Component("cache", "state.redis"));
        Should.Throw<ConfigurationException>(() => _folder.Load("", _folder["other.config"])).Message.ShouldContain("holds no resource of kind Configuration");
    }

    [Fact]
    public void Load_EmptyDocumentsAndOtherFiles_AreNothing()
    {
        File.WriteAllText(_folder["notes.txt"], "not: [yaml");

        _folder.Load("---\n# nothing\n---\n").Components.ShouldBeEmpty();
    }

    private void ShouldFail(string yaml, string complaint)
    {
        var failure = Should.Throw<ConfigurationException>(() => _folder.Load(yaml));

        failure.Message.ShouldStartWith(_folder.FileName);
        failure.Message.ShouldContain(complaint);
        failure.Message.ShouldNotContain("\n");
    }

    private static string Component(string name, string type, string metadata = "[]", string more = "version: v1") =>
        $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {{name}}
        spec:
          type: {{type}}
          {{more}}
          metadata: {{metadata}}

        """;
}
