namespace Platform.Gateway.Redirects;

/// <summary>What a user agent says of itself, as far as statistics of links need it.</summary>
internal readonly record struct AgentClass(string BrowserFamily, bool IsBot);

/// <summary>Tells browser families and bots apart by the tokens of the User-Agent header.</summary>
internal static class UserAgents
{
    public const string Other = "other";

    // Crawlers, link previews, monitors and command-line clients; most name themselves by one of these words.
    private static readonly string[] BotTokens =
    [
        "bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "whatsapp", "embedly", "monitor", "headless",
        "curl/", "wget/", "python", "httpclient", "okhttp", "go-http", "java/", "libwww", "scrapy", "axios", "node-fetch",
    ];

    // The order matters: Edge and Opera also claim Chrome, and Chrome also claims Safari.
    private static readonly (string Token, string Family)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("YaBrowser/", "Yandex"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Chromium/", "Chrome"), ("Trident/", "Internet Explorer"), ("MSIE ", "Internet Explorer"), ("Safari/", "Safari"),
    ];

    public static AgentClass Classify(string? userAgent)
    {
        // Browsers always send one.
        if (string.IsNullOrWhiteSpace(userAgent)) return new AgentClass("", IsBot: true);
        var isBot = Array.Exists(BotTokens, token => userAgent.Contains(token, StringComparison.OrdinalIgnoreCase));
        if (isBot) return new AgentClass(Other, IsBot: true);
        var family = Array.Find(Browsers, browser => userAgent.Contains(browser.Token, StringComparison.Ordinal)).Family;
        return new AgentClass(family ?? Other, IsBot: false);
    }
}
