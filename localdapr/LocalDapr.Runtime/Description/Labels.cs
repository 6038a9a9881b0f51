using System.Text;
using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Description;

/// <summary>The free labels of a sidecar: the app sets them, everybody reads them, and they last as long as the sidecar runs.</summary>
internal sealed class Labels
{
    private const int MostLabels = 100;
    private const int LongestBytes = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _labels = [];

    /// <summary>The labels as they are now.</summary>
    public IReadOnlyDictionary<string, string> Snapshot()
    {
        lock (_gate)
        {
            return _labels.ToDictionary();
        }
    }

    /// <summary>Sets a label; an older value of it is replaced.</summary>
    /// <exception cref="DaprException">The name is empty, name or value is longer than 4 KiB, or there are 100 others.</exception>
    public void Set(string name, string value)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > LongestBytes || Encoding.UTF8.GetByteCount(value) > LongestBytes)
        {
            throw Refused($"a label has a name of 1 to {LongestBytes} bytes and a value of at most {LongestBytes}");
        }

        lock (_gate)
        {
            if (_labels.Count >= MostLabels && !_labels.ContainsKey(name))
            {
                throw Refused($"there are {MostLabels} labels already");
            }

            _labels[name] = value;
        }
    }

    private static DaprException Refused(string reason) =>
        new DaprError("ERR_MALFORMED_REQUEST", 400, StatusCode.InvalidArgument, reason).ToException();
}
