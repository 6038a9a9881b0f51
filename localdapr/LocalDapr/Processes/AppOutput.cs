using LocalDapr.Template;

namespace LocalDapr.Processes;

/// <summary>Takes what an app prints, line by line: to its log, to the console with the app's name in front, or to both.</summary>
internal sealed class AppOutput(RunApp app, string logFile, TextWriter console) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter? _log = app.LogDestination.HasFlag(LogDestination.File)
        ? new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true }
        : null;

    private bool _isClosed;

    /// <summary>Takes a line; null is the end of a stream.</summary>
    public void Write(string? line)
    {
        lock (_gate)
        {
            // What the app started may go on printing when the app has ended.
            if (line is null || _isClosed)
            {
                return;
            }

            _log?.WriteLine(line);
            if (app.LogDestination.HasFlag(LogDestination.Console))
            {
                console.WriteLine($"== APP - {app.Name} == {line}");
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _log?.Dispose();
        }
    }
}
