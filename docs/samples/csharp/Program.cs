using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using ProtectedApi;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.GetRequiredSection("Api").Get<ApiSettings>()
    ?? throw new InvalidOperationException("The section Api is missing");

builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
// With several processes: an IReplayStore in what they share.
builder.Services.AddSingleton<IReplayStore, InMemoryReplayStore>();
builder.Services.AddSingleton<DpopProofRules>();
builder.Services.AddScoped<DpopEvents>();

builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    // Metadata and keys are fetched, kept, and asked again for an unknown kid.
    options.Authority = settings.Issuer;
    options.RequireHttpsMetadata = !builder.Environment.IsDevelopment();
    options.MapInboundClaims = false;
    options.EventsType = typeof(DpopEvents);
    options.TokenValidationParameters = new TokenValidationParameters
    {
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.Audience,
        // An ID token or a client assertion is a signed JWT too.
        ValidTypes = ["at+jwt"],
        // A list of our own: never what the header says, never RS256 or none.
        ValidAlgorithms = [SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.FromSeconds(5),
    };
});
builder.Services.AddAuthorization(options => options.AddPolicy("api", policy => policy
    .RequireAuthenticatedUser()
    // An array is one claim a scope (profile helseid), a string is one claim with spaces (profile rfc9068).
    .RequireAssertion(context => context.User.FindAll("scope")
        .SelectMany(claim => claim.Value.Split(' '))
        .Contains($"{settings.Audience}/api", StringComparer.Ordinal))));

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/kjernejournal", (HttpContext context) => new { client_id = context.User.FindFirst("client_id")?.Value })
    .RequireAuthorization("api");
app.Run();
