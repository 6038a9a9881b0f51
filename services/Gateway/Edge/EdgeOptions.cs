namespace Platform.Gateway.Edge;

/// <summary>Settings of the section <c>Gateway</c> that concern every request, whatever it asks for.</summary>
internal sealed class EdgeOptions
{
    public CrossOriginOptions Cors { get; set; } = new();

    public LimitOptions Limits { get; set; } = new();

    public AccessLogOptions AccessLog { get; set; } = new();

    public DrainOptions Drain { get; set; } = new();
}

/// <summary>Settings of the section <c>Gateway:Cors</c>: what pages of other origins may do.</summary>
internal sealed class CrossOriginOptions
{
    /// <summary>Stands for every origin.</summary>
    public const string AnyOrigin = "*";

    /// <summary>The origins, <c>scheme://host[:port]</c> as browsers send them, or <c>*</c> for all. None turns CORS off.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Request headers that pages may set; empty takes those that the API knows.</summary>
    public string[] Headers { get; set; } = [];

    /// <summary>Methods that pages may use; empty takes all that the API knows.</summary>
    public string[] Methods { get; set; } = [];

    /// <summary>Whether browsers send cookies and client certificates along. Never together with <c>*</c>.</summary>
    public bool AllowCredentials { get; set; }

    /// <summary>How long browsers may remember a preflight's answer. They cap it themselves, at 2 h or less.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Settings of the section <c>Gateway:Limits</c>: what clients may take of the server.</summary>
internal sealed class LimitOptions
{
    /// <summary>The most header fields of a request.</summary>
    public int MaxHeaderCount { get; set; } = 64;

    /// <summary>The most bytes of all header fields of a request.</summary>
    public int MaxHeaderSize { get; set; } = 32 * 1024;

    /// <summary>How long a client may take to send its headers.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The slowest that a body may come, in bytes a second on average, after <see cref="BodyGracePeriod"/>.</summary>
    public double MinBodyRate { get; set; } = 240;

    /// <summary>How long a body may be slower. More than a second, the interval in which the server looks.</summary>
    public TimeSpan BodyGracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may be idle between requests.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>The most open connections, WebSockets not counted; null for any number. More are closed at once.</summary>
    public long? MaxConnections { get; set; }
}

/// <summary>Settings of the section <c>Gateway:AccessLog</c>.</summary>
internal sealed class AccessLogOptions
{
    /// <summary>The share of requests that get a line: 0 for none, 1 for all. A line costs more than a redirect.</summary>
    public double SampleRate { get; set; }
}

/// <summary>Settings of the section <c>Gateway:Drain</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>How long requests are still taken after the gateway has said that it is not ready: as long as load balancers take to see it.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.Zero;
}
