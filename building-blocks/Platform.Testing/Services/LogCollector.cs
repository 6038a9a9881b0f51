using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Platform.Testing.Services;

/// <summary>What was logged, from the information level up. Every logger that it makes writes here.</summary>
public sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>Everything so far, oldest first.</summary>
    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Fails the test when anything was logged as an error or worse.</summary>
    /// <exception cref="InvalidOperationException">With all those lines.</exception>
    public void ShouldHoldNoErrors()
    {
        var errors = _lines.Where(line => line.Level >= LogLevel.Error).ToList();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"Logged {errors.Count} errors:\n{string.Join('\n', errors)}");
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    /// <summary>Nothing to free: the lines are still there for whoever asks.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), exception));
            }
        }
    }
}

/// <summary>One thing that was logged.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Category">Who logged it.</param>
/// <param name="Message">The text.</param>
/// <param name="Exception">The failure behind it.</param>
public sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Exception);
