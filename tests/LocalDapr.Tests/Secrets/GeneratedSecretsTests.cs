using System.Text.Json;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Secrets;
using Platform.Testing;

namespace LocalDapr.Tests.Secrets;

/// <summary>Secrets that are made at the first start.</summary>
public sealed class GeneratedSecretsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ensure_NoFile_MakesSecretsThatOnlyTheOwnerReads()
    {
        var path = _folder["new/secrets.json"];

        GeneratedSecrets.Ensure(path, ["one", "two"]);

        var secrets = Read(path);
        secrets.Keys.ShouldBe(["one", "two"]);
        secrets.Values.Select(value => Convert.FromBase64String(value).Length).ShouldBe([32, 32]);
        secrets["one"].ShouldNotBe(secrets["two"]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(_folder["new"]).ShouldBe([path]);
    }

    [Fact]
    public void Ensure_FileWithSecrets_KeepsThemAndAddsWhatIsMissing()
    {
        var path = _folder["secrets.json"];
        File.WriteAllText(path, """{"mine":"chosen"}""");

        GeneratedSecrets.Ensure(path, ["mine", "made"]);
        var first = Read(path);
        GeneratedSecrets.Ensure(path, ["mine", "made"]);

        first["mine"].ShouldBe("chosen");
        Read(path).ShouldBe(first);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":"1","a":"2"}""")]
    public void Ensure_FileThatIsNoObject_SaysSoAndLeavesIt(string content)
    {
        var path = _folder["secrets.json"];
        File.WriteAllText(path, content);

        Should.Throw<ConfigurationException>(() => GeneratedSecrets.Ensure(path, ["made"])).Message.ShouldContain(path);

        File.ReadAllText(path).ShouldBe(content);
    }

    private static Dictionary<string, string> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path))!;
}
