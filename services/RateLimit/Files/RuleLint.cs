using Platform.RateLimit.Domain.Rules;

namespace Platform.RateLimit.Files;

/// <summary><c>lint FILE...</c>: says what is wrong with files of rules.</summary>
internal static class RuleLint
{
    /// <summary>Checks the files.</summary>
    /// <returns>The exit code: 0 when all is right.</returns>
    public static int Run(IEnumerable<string> files, TextWriter output)
    {
        var status = 0;
        foreach (var file in files)
        {
            var problems = new List<RuleProblem>();
            if (File.Exists(file))
            {
                _ = RuleSet.Compile(RuleFile.Read(File.ReadAllText(file), problems), problems);
            }
            else
            {
                problems.Add(new RuleProblem("file", "does not exist"));
            }

            problems.ForEach(problem => output.WriteLine($"{file}: {problem.Path}: {problem.Description}"));
            status = problems.Count > 0 ? 1 : status;
        }

        return status;
    }
}
