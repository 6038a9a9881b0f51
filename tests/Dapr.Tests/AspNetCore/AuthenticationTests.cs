using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Tests.AspNetCore;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("s3cret", "s3cret", HttpStatusCode.OK)]
    [InlineData("s3cret", "other", HttpStatusCode.Unauthorized)]
    [InlineData("s3cret", null, HttpStatusCode.Unauthorized)]
    [InlineData(null, "s3cret", HttpStatusCode.Unauthorized)]
    public async Task AddDapr_Token_LetsOnlyTheSidecarIn(string? expected, string? sent, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/", () => "in").RequireAuthorization("Dapr");
            },
            builder =>
            {
                builder.Services.AddAuthentication().AddDapr(options => options.Token = expected);
                builder.Services.AddAuthorization(options => options.AddDapr());
            });
        if (sent is not null)
        {
            app.Client.DefaultRequestHeaders.Add("dapr-api-token", sent);
        }

        var response = await app.Client.GetAsync("/", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status);
    }
}
