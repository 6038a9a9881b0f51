using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Identity.Domain.Accounts;

namespace Platform.Identity.Api;

internal static class Auditing
{
    /// <summary>What a call does, for the audit trail.</summary>
    /// <param name="context">The call.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="action">What happens.</param>
    /// <param name="actor">The user who does it; empty for somebody who has not signed in.</param>
    /// <param name="detail">More of it. Never a secret.</param>
    public static AuditEvent Audit(this ServerCallContext context, TimeProvider clock, AuditAction action, string actor, string detail = "") =>
        new(clock.GetUtcNow(), action, actor, context.ClientAddress()?.ToString() ?? "", detail);
}
