using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.Components;

/// <summary>A folder of resources that is loaded without a host.</summary>
internal sealed class Loading : ILogger<ResourceLoader>, IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>What the loader logged, with its level in front.</summary>
    public List<string> Logged { get; } = [];

    public string FileName => _folder["resources.yaml"];

    public string this[string name] => _folder[name];

    public Resources Load(string yaml, string? configurationFile = null)
    {
        File.WriteAllText(FileName, yaml);
        return new ResourceLoader(new SecretStoreFactory(_folder.Path, NullLogger<SecretStoreFactory>.Instance), this).Load([_folder.Path], configurationFile);
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Add($"{logLevel}: {formatter(state, exception)}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => _folder.Dispose();
}
