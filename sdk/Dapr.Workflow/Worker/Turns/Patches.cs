namespace Dapr.Workflow.Worker.Turns;

/// <summary>Which changes of the code an instance runs with. The answer for a change is given once and kept in the history if it is yes.</summary>
internal sealed class Patches
{
    private readonly HashSet<string> _recorded = [];
    private readonly Dictionary<string, bool> _answers = [];
    private readonly List<string> _applied = [];

    /// <summary>The changes that the code asked for and that apply, in the order of asking.</summary>
    public IReadOnlyList<string> Applied => _applied;

    /// <summary>Learns what a former turn recorded.</summary>
    public void Recorded(IEnumerable<string> patches) => _recorded.UnionWith(patches);

    /// <summary>Whether a change applies: it did when this point was passed first, or the point is passed now for the first time.</summary>
    public bool IsPatched(string name, bool isReplaying)
    {
        if (_answers.TryGetValue(name, out var known))
        {
            return known;
        }

        var applies = _recorded.Contains(name) || !isReplaying;
        _answers.Add(name, applies);
        if (applies)
        {
            _applied.Add(name);
        }

        return applies;
    }
}
