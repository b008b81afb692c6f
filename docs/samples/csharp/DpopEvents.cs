using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ProtectedApi;

/// <summary>Makes the JwtBearer handler take DPoP-bound tokens, and nothing else. RFC 9449 section 7.</summary>
public sealed partial class DpopEvents(ApiSettings settings, DpopProofRules proofs) : JwtBearerEvents
{
    private const string Organisation = "helseid://claims/client/claims/orgnr_parent";

    private static readonly Dictionary<string, Dictionary<string, int>> Levels = new()
    {
        ["acr"] = new() { ["Level2"] = 2, ["Level3"] = 3, ["Level4"] = 4 },
        ["helseid://claims/identity/security_level"] = new() { ["2"] = 2, ["3"] = 3, ["4"] = 4 },
        ["helseid://claims/identity/assurance_level"] = new() { ["low"] = 2, ["substantial"] = 3, ["high"] = 4 },
    };

    [GeneratedRegex(@"^DPoP +([\w.-]+)$", RegexOptions.IgnoreCase | RegexOptions.ECMAScript)]
    private static partial Regex Credentials();

    /// <summary>The handler would read Bearer by itself; a stolen token would do then.</summary>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        var headers = context.Request.Headers.Authorization;
        if (headers.Count == 0)
        {
            context.NoResult();
            return Task.CompletedTask;
        }
        var match = Credentials().Match(headers.Count == 1 ? headers[0]! : "");
        if (match.Success) context.Token = match.Groups[1].Value;
        else context.Fail(new Refusal("invalid_request", "send Authorization: DPoP <access token>, once"));
        return Task.CompletedTask;
    }

    /// <summary>Signature, alg, typ, iss, aud, exp and nbf are checked before.</summary>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        try
        {
            var token = (JsonWebToken)context.SecurityToken;
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
            CheckClaims(token, payload.RootElement);
            var thumbprint = ThumbprintOf(payload.RootElement);
            var url = settings.PublicUrl + context.Request.PathBase + context.Request.Path;
            var expected = new ProofExpectation(context.Request.Method, url, token.EncodedToken, thumbprint);
            await proofs.CheckAsync(context.Request.Headers["DPoP"], expected);
        }
        catch (Refusal refusal)
        {
            context.Fail(refusal);
        }
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var error = context.AuthenticateFailure switch
        {
            null => "",
            Refusal refusal => $"error=\"{refusal.Code}\", error_description=\"{refusal.Message}\", ",
            _ => "error=\"invalid_token\", error_description=\"the token does not hold here\", ",
        };
        context.Response.Headers.WWWAuthenticate = $"DPoP {error}algs=\"{string.Join(' ', DpopProofRules.Algorithms)}\"";
        return Task.CompletedTask;
    }

    public override Task Forbidden(ForbiddenContext context)
    {
        context.Response.Headers.WWWAuthenticate = $"DPoP error=\"insufficient_scope\", scope=\"{settings.Audience}/api\"";
        return Task.CompletedTask;
    }

    private void CheckClaims(JsonWebToken token, JsonElement claims)
    {
        // One API alone: a token for two could be used by one of them at the other.
        if (token.Audiences.Count() != 1) throw new Refusal("invalid_token", "the token must be for this API alone (aud)");
        var clientId = TextOf(claims, "client_id") ?? throw new Refusal("invalid_token", "client_id is missing");
        if (TextOf(claims, Organisation) is null)
            throw new Refusal("invalid_token", "the token does not say for which organisation the client acts");
        var isPerson = token.Subject is { Length: > 0 } subject && subject != clientId;
        if (isPerson && LevelOf(claims) < settings.MinimumSecurityLevel)
            throw new Refusal("insufficient_user_authentication", "a login at a higher security level is needed");
    }

    private static string ThumbprintOf(JsonElement claims)
    {
        var isObject = claims.TryGetProperty("cnf", out var cnf) && cnf.ValueKind == JsonValueKind.Object;
        return (isObject ? TextOf(cnf, "jkt") : null)
            ?? throw new Refusal("invalid_token", "the token is not bound to a key (cnf.jkt)");
    }

    /// <summary>The lowest level that the token says; 0 when it says none, or in another spelling.</summary>
    private static int LevelOf(JsonElement claims) => Levels
        .Where(place => claims.TryGetProperty(place.Key, out _))
        .Select(place => TextOf(claims, place.Key) is { } said ? place.Value.GetValueOrDefault(said) : 0)
        .DefaultIfEmpty(0)
        .Min();

    private static string? TextOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
