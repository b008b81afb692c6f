using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ProtectedApi;

/// <param name="Url">As clients know it, without query.</param>
/// <param name="Thumbprint">cnf.jkt of the access token.</param>
public sealed record ProofExpectation(string Method, string Url, string AccessToken, string Thumbprint);

/// <summary>RFC 9449 section 4.3 in full; the nonce is the authorization server's business.</summary>
public sealed class DpopProofRules(IReplayStore replays, TimeProvider clock)
{
    /// <summary>Asymmetric, and none of RS256 (FAPI 2.0 section 5.4.1).</summary>
    public static readonly string[] Algorithms = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

    private static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    /// <summary>A proof is made for one request and used at once.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    /// <summary>That clocks may differ; FAPI 2.0 section 5.3.2.1 asks for 10 s ahead.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly JsonWebTokenHandler Handler = new();

    /// <exception cref="Refusal">invalid_dpop_proof</exception>
    public async Task CheckAsync(StringValues headers, ProofExpectation expected)
    {
        Require(headers.Count > 0 && headers[0] is { Length: > 0 }, "the DPoP header is missing");
        var proof = headers[0]!;
        Require(headers.Count == 1 && !proof.Contains(','), "there must be exactly one DPoP header");

        var jwk = PublicKeyOf(proof);
        using var payload = await VerifyAsync(proof, jwk);
        var claims = payload.RootElement;
        var thumbprint = Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint());
        Require(thumbprint == expected.Thumbprint, "the proof is signed by another key than the token is bound to (cnf.jkt)");
        Require(TextOf(claims, "ath") == Sha256(expected.AccessToken), "ath is not the hash of this access token");
        Require(TextOf(claims, "htm") == expected.Method, "htm is not the method of this request");
        Require(IsSameAddress(TextOf(claims, "htu"), expected.Url), "htu is not the address of this request");

        var now = clock.GetUtcNow();
        Require(SecondsOf(claims, "iat") is { } iat && iat >= now - Age - Skew && iat <= now + Skew, "iat is too old or in the future");
        Require(!claims.TryGetProperty("exp", out _) || SecondsOf(claims, "exp") >= now - Skew, "the proof has expired");
        var jti = TextOf(claims, "jti");
        Require(jti is { Length: > 0 and <= 512 }, "jti is missing");
        // Last, so that a proof that is wrong in another way spends nothing.
        var isFirst = await replays.RememberOnceAsync(Sha256($"{thumbprint} {jti}"), Age + Skew + Skew);
        Require(isFirst, "this proof was used before (jti)");
    }

    private static JsonWebKey PublicKeyOf(string proof)
    {
        try
        {
            Require(proof.Length <= 8192 && proof.Count(letter => letter == '.') == 2, "the proof is not a JWT");
            using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(proof.Split('.')[0]));
            var jwk = header.RootElement.GetProperty("jwk");
            Require(!SecretMembers.Any(member => jwk.TryGetProperty(member, out _)), "jwk must be a public key");
            return new JsonWebKey(jwk.GetRawText());
        }
        catch (Exception unreadable) when (unreadable is not Refusal)
        {
            throw new Refusal("invalid_dpop_proof", "the proof has no public jwk");
        }
    }

    private static async Task<JsonDocument> VerifyAsync(string proof, JsonWebKey jwk)
    {
        var result = await Handler.ValidateTokenAsync(proof, new TokenValidationParameters
        {
            IssuerSigningKey = jwk,
            ValidAlgorithms = Algorithms,
            ValidTypes = ["dpop+jwt"],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        Require(result.IsValid, "the proof is not a signed dpop+jwt with an allowed alg and a public jwk");
        return JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(proof.Split('.')[1]));
    }

    /// <summary>Scheme, host and path; query and fragment do not count, nor the default port, nor the case of scheme and host.</summary>
    private static bool IsSameAddress(string? htu, string url) =>
        Uri.TryCreate(htu, UriKind.Absolute, out var given)
        && Uri.Compare(given, new Uri(url), UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped, StringComparison.Ordinal) == 0;

    private static DateTimeOffset? SecondsOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
        && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? TextOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Sha256(string text) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Require(bool holds, string text)
    {
        if (!holds) throw new Refusal("invalid_dpop_proof", text);
    }
}
