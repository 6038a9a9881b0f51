using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;
using Rule = Platform.RateLimit.V1.Rule;

namespace Platform.RateLimit.Api;

/// <summary>The API of rules.</summary>
internal sealed class RuleApi(RuleBook book, RuleStore store) : RateLimitRuleService.RateLimitRuleServiceBase
{
    private static readonly TimeSpan FullRetry = TimeSpan.FromMinutes(1);

    public override Task<Rule> GetRule(GetRuleRequest request, ServerCallContext context)
    {
        var (domain, name) = RuleNames.Parse(request.Name, "name");
        var rule = book.Rules.Domain(domain).Rules.FirstOrDefault(rule => rule.Spec.Name == name) ?? throw Unknown(request.Name);
        return Task.FromResult(ToProto(rule.Spec));
    }

    public override Task<ListRulesResponse> ListRules(ListRulesRequest request, ServerCallContext context)
    {
        var rules = book.Rules.Domain(RuleNames.ParseDomain(request.Parent, "parent")).Rules;
        return Task.FromResult(new ListRulesResponse { Rules = { rules.OrderBy(rule => rule.Spec.Name, StringComparer.Ordinal).Select(rule => ToProto(rule.Spec)) } });
    }

    public override async Task<Rule> UpdateRule(UpdateRuleRequest request, ServerCallContext context)
    {
        var spec = RuleMapper.ToSpec(request.Rule ?? throw new InvalidArgumentException("rule", "must be set"));
        var problems = new List<RuleProblem>();
        _ = new RuleCompiler(book.Plans, problems).Compile(spec, "");
        ThrowIfAny(problems);
        await store.ChangeAsync(
            stored =>
            {
                var old = stored.Find(spec.Domain, spec.Name);
                ThrowIfChanged(old, request.Rule.Etag);
                var changed = new StoredRules([.. stored.Rules.Where(rule => rule != old), spec]);
                ThrowIfAny(book.Check(changed));
                return changed.Rules.Count <= StoredRules.Max
                    ? changed
                    : throw new ResourceExhaustedException("TOO_MANY_RULES", "There are 1,000 rules already.", FullRetry);
            },
            context.CancellationToken);
        return RuleMapper.ToProto(spec, isOfApi: true);
    }

    public override async Task<DeleteRuleResponse> DeleteRule(DeleteRuleRequest request, ServerCallContext context)
    {
        var (domain, name) = RuleNames.Parse(request.Name, "name");
        await store.ChangeAsync(
            stored =>
            {
                var old = stored.Find(domain, name) ?? throw Unknown(request.Name);
                ThrowIfChanged(old, request.Etag);
                return new StoredRules([.. stored.Rules.Where(rule => rule != old)]);
            },
            context.CancellationToken);
        return new DeleteRuleResponse();
    }

    private Rule ToProto(RuleSpec spec) => RuleMapper.ToProto(spec, book.Stored.Find(spec.Domain, spec.Name) is not null);

    private static void ThrowIfChanged(RuleSpec? old, string etag)
    {
        if (etag.Length > 0 && (old is null || etag != RuleStore.ETagOf(old)))
        {
            throw new AbortedException("ETAG_MISMATCH", "The rule has changed since it was read.");
        }
    }

    private static void ThrowIfAny(IReadOnlyList<RuleProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidArgumentException([.. problems.Select(problem => new FieldViolation($"rule.{problem.Path}", problem.Description))]);
        }
    }

    private static NotFoundException Unknown(string name) =>
        new("RULE_NOT_FOUND", "There is no such rule.") { Facts = { ["name"] = name } };
}
