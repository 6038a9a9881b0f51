using System.Text;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>What the engine takes. The limits of payloads keep every work item below the 4 MiB that gRPC clients accept unless told otherwise.</summary>
internal static class WorkflowLimits
{
    /// <summary>Most bytes of one payload: an input, an output, the data of an event, a custom status.</summary>
    public const int PayloadBytes = (4 << 20) - (64 << 10);

    /// <summary>Most bytes of a work item for a worker that can't ask for the history in pieces.</summary>
    public const int WorkItemBytes = (4 << 20) - 1024;

    /// <summary>Bytes of new events after which further ones wait for the next turn, and of a piece of a history.</summary>
    public const int PieceBytes = 1 << 20;

    /// <summary>Most characters of an instance id.</summary>
    public const int InstanceIdLength = 256;

    /// <summary>Most characters of the name of a workflow, an activity or an event.</summary>
    public const int NameLength = 1024;

    /// <summary>The bytes of a payload if they are too many, else 0.</summary>
    public static int Excess(string? payload)
    {
        // No character takes more than three bytes.
        if (payload is null || payload.Length <= PayloadBytes / 3)
        {
            return 0;
        }

        var bytes = Encoding.UTF8.GetByteCount(payload);
        return bytes > PayloadBytes ? bytes : 0;
    }

    /// <summary>Whether an id may name an instance.</summary>
    public static bool IsInstanceId(string id) => id.Length is > 0 and <= InstanceIdLength && !id.Any(char.IsControl);

    /// <summary>Whether a text may name a workflow, an activity or an event.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= NameLength;
}
