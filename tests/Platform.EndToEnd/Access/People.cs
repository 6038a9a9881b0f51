using Platform.Commerce.Tests.StoreFront;

namespace Platform.EndToEnd.Access;

/// <summary>Users of the platform, signed up and signed in at its public door.</summary>
internal sealed class People
{
    private const string Password = "end-to-end-password-4711";

    private readonly HttpClient _gateway;
    private readonly Visitor _admin;

    private People(HttpClient gateway, Visitor admin) => (_gateway, _admin) = (gateway, admin);

    /// <summary>Begins with the first admin, who gives the others their roles.</summary>
    public static async Task<People> BeginAsync(HttpClient gateway, string adminPassword) =>
        new(gateway, await SignInAsync(gateway, "admin", "admin", adminPassword));

    /// <summary>A new customer, who may have more roles.</summary>
    public async Task<Visitor> SignUpAsync(params string[] roles)
    {
        var username = $"access-{Guid.NewGuid():N}";
        var user = await Anonymous(_gateway).PostAsync("/v1/users", new { username, password = Password });
        var id = user.GetProperty("userId").GetString()!;
        if (roles.Length > 0)
        {
            string[] all = ["customer", .. roles];
            await _admin.PostAsync($"/v1/users/{id}:setRoles", new { roles = all });
        }

        return await SignInAsync(_gateway, id, username, Password);
    }

    private static async Task<Visitor> SignInAsync(HttpClient gateway, string id, string username, string password)
    {
        var tokens = await Anonymous(gateway).PostAsync("/v1/tokens", new { username, password });
        return new Visitor(gateway, id, tokens.GetProperty("accessToken").GetString());
    }

    private static Visitor Anonymous(HttpClient gateway) => new(gateway, "anonymous", token: null);
}
