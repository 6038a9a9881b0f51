using Platform.Hosting.Failures;
using Platform.Shortener.Domain;
using Platform.Shortener.V1;

namespace Platform.Shortener.Api;

/// <summary>Checks requests, and tells all that is wrong with them at once.</summary>
internal sealed class LinkValidator(LinkRules rules, TimeProvider clock)
{
    private const int MaxRequestIdLength = 128;
    private const string FutureTime = "must be a time in the future";

    private static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTtl = TimeSpan.FromDays(3653);

    /// <summary>Checks a request for a new link.</summary>
    /// <returns>When the link ends; null for never.</returns>
    /// <exception cref="InvalidArgumentException">Fields are bad.</exception>
    public DateTimeOffset? Check(CreateLinkRequest request)
    {
        var urlProblem = rules.ProblemOfUrl(request.LongUrl);
        var aliasProblem = request.Alias.Length == 0 ? null : LinkRules.ProblemOfAlias(request.Alias);
        var now = clock.GetUtcNow();
        var ttl = LinkTimes.ToTimeSpan(request.Ttl);
        var isGoodTtl = ttl >= MinTtl && ttl <= MaxTtl;
        var expireTime = request.ExpireTime is not null ? LinkTimes.ToTime(request.ExpireTime) : isGoodTtl ? now + ttl : null;
        new FieldValidator()
            .Require(urlProblem is null, "long_url", urlProblem ?? "")
            .Require(aliasProblem is null, "alias", aliasProblem ?? "")
            .Require(request.Ttl is null || isGoodTtl, "ttl", "must be 1 second to 10 years")
            .Require(request.ExpireTime is null || expireTime > now, "expire_time", FutureTime)
            .Require(request.MaxVisits >= 0, "max_visits", "must not be negative")
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", $"must have at most {MaxRequestIdLength} characters")
            .ThrowIfInvalid();
        return expireTime;
    }

    /// <summary>Checks a change, and makes the function that does it.</summary>
    /// <exception cref="InvalidArgumentException">Fields or the mask are bad.</exception>
    public Func<ShortLink, ShortLink> Check(UpdateLinkRequest request)
    {
        var (link, paths) = (request.Link, MaskOf(request));
        var now = clock.GetUtcNow();
        var expireTime = LinkTimes.ToTime(link.ExpireTime);
        var validator = new FieldValidator();
        foreach (var path in paths)
        {
            _ = path switch
            {
                "long_url" when rules.ProblemOfUrl(link.LongUrl) is { } problem => validator.Require(valid: false, "link.long_url", problem),
                "expire_time" => validator.Require(link.ExpireTime is null || expireTime > now, "link.expire_time", FutureTime),
                "max_visits" => validator.Require(link.MaxVisits >= 0, "link.max_visits", "must not be negative"),
                "long_url" => validator,
                _ => validator.Require(valid: false, "update_mask", $"must name only long_url, expire_time and max_visits"),
            };
        }

        validator.ThrowIfInvalid();
        return old => old.DeleteTime is not null ? throw Deleted() : old with
        {
            LongUrl = paths.Contains("long_url") ? link.LongUrl : old.LongUrl,
            UrlTime = paths.Contains("long_url") && link.LongUrl != old.LongUrl ? now : old.UrlTime,
            ExpireTime = paths.Contains("expire_time") ? expireTime : old.ExpireTime,
            MaxVisits = paths.Contains("max_visits") ? link.MaxVisits : old.MaxVisits,
            UpdateTime = now,
            Revision = old.Revision + 1,
        };
    }

    private static FailedPreconditionException Deleted() => new("LINK_DELETED", "The link is deleted; bring it back before changing it.");

    // Without a mask all fields that are set are meant, and * means all there are (AIP-134).
    private static HashSet<string> MaskOf(UpdateLinkRequest request)
    {
        if (request.UpdateMask is { Paths.Count: > 0 } mask)
        {
            return mask.Paths is ["*"] ? ["long_url", "expire_time", "max_visits"] : [.. mask.Paths];
        }

        var paths = new HashSet<string>();
        if (request.Link.LongUrl.Length > 0)
        {
            paths.Add("long_url");
        }

        if (request.Link.ExpireTime is not null)
        {
            paths.Add("expire_time");
        }

        if (request.Link.MaxVisits != 0)
        {
            paths.Add("max_visits");
        }

        return paths;
    }
}
