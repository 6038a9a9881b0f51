namespace Platform.Security.Tokens;

/// <summary>Why a token is refused. For logs and metrics: whoever brought it is told that it is not valid, and no more.</summary>
public enum TokenFailure
{
    /// <summary>Longer than any token of ours.</summary>
    TooLong,

    /// <summary>Not three parts, not base64url, not JSON, a claim twice, or one of another type.</summary>
    Malformed,

    /// <summary>Signed by another algorithm than ES256, or by none.</summary>
    WrongAlgorithm,

    /// <summary>A header of another kind of token, or one that must be understood and is not.</summary>
    WrongHeader,

    /// <summary>Signed by a key that is not published, or no longer.</summary>
    UnknownKey,

    /// <summary>Signed by somebody else, or changed since.</summary>
    WrongSignature,

    /// <summary>From another issuer.</summary>
    WrongIssuer,

    /// <summary>For somebody else.</summary>
    WrongAudience,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not come.</summary>
    NotYetValid,
}
