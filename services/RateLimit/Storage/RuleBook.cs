using Microsoft.Extensions.Options;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Files;

namespace Platform.RateLimit.Storage;

/// <summary>The rules in force: those of the file, and those of the API, which stand in for rules of the file with the same name.</summary>
internal sealed partial class RuleBook
{
    private readonly ILogger<RuleBook> _logger;
    private readonly RuleSetSpec _file;
    private volatile Edition _current;

    public RuleBook(IOptions<RateLimitOptions> options, ILogger<RuleBook> logger)
    {
        _logger = logger;
        var path = Path.Combine(AppContext.BaseDirectory, options.Value.RulesFile);
        var problems = new List<RuleProblem>();
        _file = RuleFile.Read(File.ReadAllText(path), problems);
        var rules = RuleSet.Compile(_file, problems);
        if (problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, problems.Select(problem => $"{path}: {problem.Path}: {problem.Description}")));
        }

        _current = new Edition(rules, StoredRules.None, "");
    }

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => _current.Rules;

    /// <summary>The rules of the API.</summary>
    public StoredRules Stored => _current.Stored;

    /// <summary>The plans of the file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LimitSpec>> Plans => _file.Plans;

    /// <summary>Whether these rules of the API are in force already.</summary>
    public bool Has(string etag) => _current.ETag == etag;

    /// <summary>What would be wrong if these rules of the API were in force.</summary>
    public IReadOnlyList<RuleProblem> Check(StoredRules stored)
    {
        var problems = new List<RuleProblem>();
        _ = RuleSet.Compile(Merge(stored), problems);
        return problems;
    }

    /// <summary>Puts rules of the API in force. One that no longer fits the file is left out.</summary>
    public void Use(StoredRules stored, string etag)
    {
        var problems = new List<RuleProblem>();
        _current = new Edition(RuleSet.Compile(Merge(stored), problems), stored, etag);
        problems.ForEach(problem => LogProblem(_logger, problem.Path, problem.Description));
    }

    private RuleSetSpec Merge(StoredRules stored)
    {
        var ofApi = stored.Rules.Select(rule => (rule.Domain, rule.Name)).ToHashSet();
        return _file with { Rules = [.. _file.Rules.Where(rule => !ofApi.Contains((rule.Domain, rule.Name))), .. stored.Rules] };
    }

    [LoggerMessage(1, LogLevel.Warning, "Rules of the API do not fit: {Path} {Problem}")]
    private static partial void LogProblem(ILogger logger, string path, string problem);

    private sealed record Edition(RuleSet Rules, StoredRules Stored, string ETag);
}

/// <summary>The rules of the API: one document.</summary>
/// <param name="Rules">The rules.</param>
internal sealed record StoredRules(IReadOnlyList<RuleSpec> Rules)
{
    /// <summary>The most there are.</summary>
    public const int Max = 1000;

    public static readonly StoredRules None = new([]);

    public RuleSpec? Find(string domain, string name) => Rules.FirstOrDefault(rule => rule.Domain == domain && rule.Name == name);
}
