using System.ComponentModel;
using System.Diagnostics;

namespace LocalDapr.Processes;

/// <summary>
/// Ends the apps when localdapr is killed and cannot do it, and in the end whatever an app started and left running: a shell that waits for the
/// end of a pipe which localdapr holds. It knows its processes by a variable of their environment. It needs a shell and <c>/proc</c>; elsewhere only apps that watch the end of
/// their standard input stop.
/// </summary>
internal sealed class Reaper : IDisposable
{
    /// <summary>The variable that every app of this run has in its environment.</summary>
    public const string Variable = "LOCALDAPR_RUN";

    private const string Done = "done";
    private const string Script = """
        trap '' INT TERM HUP
        each() {
          for file in $(grep -lzxF "$1" /proc/[0-9]*/environ); do
            process=${file#/proc/}
            kill -s "$2" "${process%/environ}"
          done
        } 2>/dev/null
        read -r word
        each "$0" TERM
        [ "$word" = done ] && exit
        sleep 5
        each "$0" KILL
        """;

    private readonly Process? _shell;

    private Reaper(string run, Process? shell) => (Run, _shell) = (run, shell);

    /// <summary>The value of <see cref="Variable"/> in this run.</summary>
    public string Run { get; }

    public static Reaper Start()
    {
        var run = Guid.NewGuid().ToString("N");
        try
        {
            return new Reaper(run, Process.Start(new ProcessStartInfo("sh", ["-c", Script, $"{Variable}={run}"]) { RedirectStandardInput = true }));
        }
        catch (Win32Exception)
        {
            return new Reaper(run, shell: null);
        }
    }

    /// <summary>Ends what the apps left behind, and the shell. The apps themselves have ended.</summary>
    public void Dispose()
    {
        if (_shell is null)
        {
            return;
        }

        try
        {
            _shell.StandardInput.WriteLine(Done);
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody ended the shell before.
        }

        _shell.WaitForExit();
        _shell.Dispose();
    }
}
