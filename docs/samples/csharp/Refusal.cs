namespace ProtectedApi;

/// <summary>A rule that was broken: the code for WWW-Authenticate, and a text that quotes nothing of what was sent.</summary>
public sealed class Refusal(string code, string text) : Exception(text)
{
    public string Code { get; } = code;
}
