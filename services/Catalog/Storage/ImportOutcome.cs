using Platform.Catalog.Domain.Import;

namespace Platform.Catalog.Storage;

/// <summary>What became of an import. Several threads add to it.</summary>
internal sealed class ImportOutcome
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _refusedRows = [];

    /// <summary>The products that were added.</summary>
    public List<string> Created { get; } = [];

    /// <summary>The products that were changed.</summary>
    public List<string> Updated { get; } = [];

    /// <summary>How many were as they are already.</summary>
    public int Unchanged { get; set; }

    /// <summary>What was wrong.</summary>
    public List<RowProblem> Problems { get; } = [];

    /// <summary>How many rows were not taken.</summary>
    public int Refused => _refusedRows.Count;

    public void Refuse(IReadOnlyList<RowProblem> problems)
    {
        Problems.AddRange(problems);
        _refusedRows.UnionWith(problems.Select(problem => problem.Row));
    }

    public void Add(ImportOutcome part)
    {
        lock (_lock)
        {
            Created.AddRange(part.Created);
            Updated.AddRange(part.Updated);
            Unchanged += part.Unchanged;
            Refuse(part.Problems);
        }
    }
}
