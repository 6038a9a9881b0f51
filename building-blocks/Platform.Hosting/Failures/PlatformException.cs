namespace Platform.Hosting.Failures;

/// <summary>
/// A failure that callers are told about. Domains throw these; the host turns each into a canonical gRPC status with
/// <c>google.rpc.ErrorInfo</c>, so its message is public: it names no internals and no personal data.
/// </summary>
/// <param name="reason">What happened, UPPER_SNAKE, stable: clients branch on it.</param>
/// <param name="message">What happened, for people.</param>
public abstract class PlatformException(string reason, string message) : Exception(message)
{
    /// <summary>What happened, UPPER_SNAKE, stable: clients branch on it.</summary>
    public string Reason { get; } = reason;

    /// <summary>Facts about the failure, such as the name of the resource. Sent to the caller.</summary>
    public IDictionary<string, string> Facts { get; } = new Dictionary<string, string>();
}

/// <summary>The resource does not exist: NOT_FOUND.</summary>
public sealed class NotFoundException(string reason, string message) : PlatformException(reason, message);

/// <summary>The resource exists already: ALREADY_EXISTS.</summary>
public sealed class AlreadyExistsException(string reason, string message) : PlatformException(reason, message);

/// <summary>The resource is not in the state that the call needs: FAILED_PRECONDITION.</summary>
public sealed class FailedPreconditionException(string reason, string message) : PlatformException(reason, message);

/// <summary>Somebody else was faster, such as with another ETag: ABORTED. Read again and try again.</summary>
public sealed class AbortedException(string reason, string message) : PlatformException(reason, message);

/// <summary>Nobody signed in, or not with what proves it: UNAUTHENTICATED.</summary>
public sealed class UnauthenticatedException(string reason, string message) : PlatformException(reason, message);

/// <summary>The caller may not do this: PERMISSION_DENIED.</summary>
public sealed class PermissionDeniedException(string reason, string message) : PlatformException(reason, message);

/// <summary>Something that the call needs is away for now: UNAVAILABLE. Try again later.</summary>
public sealed class UnavailableException(string reason, string message) : PlatformException(reason, message);

/// <summary>A limit is reached: RESOURCE_EXHAUSTED.</summary>
/// <param name="reason">What happened, UPPER_SNAKE.</param>
/// <param name="message">What happened, for people.</param>
/// <param name="retryAfter">When to try again; sent as <c>google.rpc.RetryInfo</c>.</param>
public sealed class ResourceExhaustedException(string reason, string message, TimeSpan retryAfter) : PlatformException(reason, message)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>Fields of the request are bad: INVALID_ARGUMENT with <c>google.rpc.BadRequest</c>, all violations at once.</summary>
/// <param name="violations">The bad fields.</param>
/// <param name="reason">What happened, UPPER_SNAKE, where callers may want to tell it from other bad fields.</param>
public sealed class InvalidArgumentException(IReadOnlyList<FieldViolation> violations, string reason = "INVALID_ARGUMENT")
    : PlatformException(reason, "The request has invalid fields: " + string.Join(", ", violations.Select(each => each.Field)) + ".")
{
    /// <summary>Creates the failure of one field.</summary>
    public InvalidArgumentException(string field, string description, string reason = "INVALID_ARGUMENT")
        : this([new FieldViolation(field, description)], reason)
    {
    }

    /// <summary>The bad fields.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; } = violations;
}

/// <summary>A bad field of a request.</summary>
/// <param name="Field">Its path by proto names, such as <c>link.long_url</c>.</param>
/// <param name="Description">What is wrong with it, for people.</param>
public sealed record FieldViolation(string Field, string Description);
