using Grpc.Core;
using Platform.Access.V1;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Hosting.Internal;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class AccessCheckTests
{
    private const string Passes = "";

    [Theory]
    [InlineData("anonymous", "SIGN_IN_REQUIRED", Passes, "SIGN_IN_REQUIRED", "SIGN_IN_REQUIRED")]
    [InlineData("user", Passes, Passes, "ROLE_REQUIRED", Passes)]
    [InlineData("admin", Passes, Passes, Passes, Passes)]
    [InlineData("user with read", "SCOPE_REQUIRED", Passes, "ROLE_REQUIRED", "SCOPE_REQUIRED")]
    [InlineData("user with write", "SCOPE_REQUIRED", Passes, "ROLE_REQUIRED", Passes)]
    [InlineData("user with nothing", "SCOPE_REQUIRED", Passes, "ROLE_REQUIRED", "SCOPE_REQUIRED")]
    [InlineData("admin with read", "SCOPE_REQUIRED", Passes, "SCOPE_REQUIRED", "SCOPE_REQUIRED")]
    [InlineData("service", Passes, Passes, Passes, Passes)]
    public void Require_EveryCallerAndRule_PassesOrSaysWhatIsMissing(string caller, string none, string anonymous, string roles, string scope)
    {
        var call = Call(caller);

        Outcome(new AccessRule(), call).ShouldBe(none);
        Outcome(new AccessRule { Anonymous = true }, call).ShouldBe(anonymous);
        Outcome(new AccessRule { Roles = { "driver", "admin" } }, call).ShouldBe(roles);
        Outcome(new AccessRule { Scope = "links.write" }, call).ShouldBe(scope);
    }

    [Theory]
    [InlineData(null, PrincipalKind.Anonymous)]
    [InlineData("gateway", PrincipalKind.Anonymous)]
    [InlineData("orders", PrincipalKind.Service)]
    public void Principal_WithoutUser_DependsOnTheApp(string? app, PrincipalKind expected)
    {
        var headers = new Metadata();
        if (app is not null)
        {
            headers.Add("dapr-caller-app-id", app);
        }

        var caller = new ServedCall { Headers = headers }.Principal();

        caller.Kind.ShouldBe(expected);
        caller.UserId.ShouldBe(Principal.Anonymous);
    }

    [Fact]
    public void Principal_UserOfAnotherService_IsTheUser()
    {
        var headers = new Metadata { { "dapr-caller-app-id", "orders" } };
        headers.AddUser("ada", [], scopes: null);

        var caller = new ServedCall { Headers = headers }.Principal();

        (caller.Kind, caller.UserId, caller.AppId).ShouldBe((PrincipalKind.User, "ada", "orders"));
        caller.HasScope("anything").ShouldBeTrue();
    }

    [Fact]
    public void RequireOwner_Foreign_IsRefusedButNotForServices()
    {
        Should.Throw<PermissionDeniedException>(() => Call("user").RequireOwner("bob")).Reason.ShouldBe("NOT_THE_OWNER");
        Should.Throw<PermissionDeniedException>(() => Call("anonymous").RequireOwner("bob"));
        Call("user").RequireOwner("ada");
        Call("service").RequireOwner("bob");
    }

    private static Principal Call(string caller) => caller switch
    {
        "anonymous" => new Principal { Kind = PrincipalKind.Anonymous },
        "service" => new Principal { Kind = PrincipalKind.Service, AppId = "orders" },
        "admin" => new Principal { Kind = PrincipalKind.User, UserId = "ada", Roles = ["admin"] },
        "admin with read" => new Principal { Kind = PrincipalKind.User, UserId = "ada", Roles = ["admin"], Scopes = ["links.read"] },
        "user with read" => new Principal { Kind = PrincipalKind.User, UserId = "ada", Scopes = ["links.read"] },
        "user with write" => new Principal { Kind = PrincipalKind.User, UserId = "ada", Scopes = ["links.write"] },
        "user with nothing" => new Principal { Kind = PrincipalKind.User, UserId = "ada", Scopes = [] },
        _ => new Principal { Kind = PrincipalKind.User, UserId = "ada", Roles = ["customer"] },
    };

    private static string Outcome(AccessRule rule, Principal caller)
    {
        try
        {
            AccessCheck.Require(rule, caller);
            return Passes;
        }
        catch (PlatformException refused)
        {
            return refused.Reason;
        }
    }
}
