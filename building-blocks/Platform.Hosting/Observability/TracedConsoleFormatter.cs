using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Platform.Hosting.Observability;

/// <summary>Writes logs to the console as the single-line formatter of .NET does, with the ids of trace and span behind the category.</summary>
internal sealed class TracedConsoleFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>The name of the formatter.</summary>
    public const string FormatterName = "traced";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write($"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]");
        if (Activity.Current is { } span)
        {
            textWriter.Write($" {span.TraceId}-{span.SpanId}");
        }

        textWriter.Write(' ');
        textWriter.Write(OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } failure)
        {
            textWriter.Write(' ');
            textWriter.Write(OneLine(failure.ToString()));
        }

        textWriter.Write(Environment.NewLine);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
