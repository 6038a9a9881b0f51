using Platform.Hosting;
using Platform.RateLimit;
using Platform.RateLimit.Api;
using Platform.RateLimit.Files;

if (args is ["lint", .. var files])
{
    return RuleLint.Run(files, Console.Out);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRateLimit();

var app = builder.Build();
app.MapServiceDefaults();
app.MapActorsHandlers();
app.MapGrpcService<RateLimitApi>();
app.MapGrpcService<RuleApi>();
app.MapGrpcService<EnvoyApi>();
await app.RunAsync();
return 0;
