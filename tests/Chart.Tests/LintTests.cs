using Chart.Tests.Manifests;
using Chart.Tests.Tools;

namespace Chart.Tests;

public sealed class LintTests
{
    [Theory]
    [InlineData("kind")]
    [InlineData("eks with SNS and SQS")]
    [InlineData("eks with Kafka")]
    public async Task HelmLint_OfAnEnvironment_FindsNothing(string name)
    {
        var command = await ClusterTools.HelmAsync(["lint", "--strict", Rendering.Chart, .. Rendering.Options(name)]);

        command.ExitCode.ShouldBe(0, command.Output + command.Errors);
    }

    [Fact]
    public async Task Kubectl_GetsAllManifests_ReadsEach()
    {
        var rendered = await ClusterTools.HelmAsync(["template", "platform", Rendering.Chart, .. Rendering.Options("kind")]);
        var expected = await Rendering.GetAsync("kind");

        var command = await ClusterTools.KubectlAsync(rendered.Output, "label", "--local", "--filename", "-", "read=yes", "--output", "name");

        command.ExitCode.ShouldBe(0, command.Errors);
        command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(expected.Count);
    }

    [Theory]
    [InlineData("services.cart.prot=5106", "'prot' not allowed")]
    [InlineData("services.cart.port=80", "minimum")]
    [InlineData("services.Cart.port=5106", "Cart")]
    [InlineData("services.cart.components={statestores}", "there is no dapr-components/kind/statestores.yaml")]
    [InlineData("services.ratelimit.files.rules\\.yaml=files/none.yaml", "there is no files/none.yaml")]
    [InlineData("services.cart.digest=sha256:1", "digest")]
    [InlineData("environment=gke", "must be one of")]
    [InlineData("environment=eks", "accountId")]
    [InlineData("variants.pubsub=rabbitmq", "must be one of")]
    [InlineData("tests.image=fullstorydev/grpcurl:latest", "/tests/image")]
    [InlineData("publicUrl=localhost", "publicUrl")]
    [InlineData("dapr.logLevel=loud", "must be one of")]
    [InlineData("defaults.autoscaling.cpuPercent=700", "maximum")]
    [InlineData("otlp.endpoint=http://collector:4317", "otlp/endpoint")]
    public async Task HelmTemplate_WithAWrongValue_SaysWhichIsWrong(string value, string message)
    {
        var command = await ClusterTools.HelmAsync(["template", "platform", Rendering.Chart, .. Rendering.Options("kind"), "--set", value]);

        command.ExitCode.ShouldNotBe(0);
        command.Errors.ShouldContain(message);
    }
}
