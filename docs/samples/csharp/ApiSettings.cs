namespace ProtectedApi;

/// <param name="Issuer">Exactly as in the issuer's metadata.</param>
/// <param name="Audience">The API's name in the registry, for example nhn:kjernejournal.</param>
/// <param name="PublicUrl">Scheme, host and port as clients know them; a proof's htu is compared with this, never with the Host header.</param>
/// <param name="MinimumSecurityLevel">Of a person's login: 4 is high, 3 substantial.</param>
public sealed record ApiSettings(string Issuer, string Audience, string PublicUrl, int MinimumSecurityLevel = 4);
