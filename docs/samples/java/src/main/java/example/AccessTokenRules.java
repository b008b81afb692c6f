package example;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** What an access token must say (RFC 9068 section 4); its signature and alg are checked before. */
class AccessTokenRules implements OAuth2TokenValidator<Jwt> {

    /** That clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final String ORGANISATION = "helseid://claims/client/claims/orgnr_parent";
    private static final Map<String, Map<String, Integer>> LEVELS = Map.of(
        "acr", Map.of("Level2", 2, "Level3", 3, "Level4", 4),
        "helseid://claims/identity/security_level", Map.of("2", 2, "3", 3, "4", 4),
        "helseid://claims/identity/assurance_level", Map.of("low", 2, "substantial", 3, "high", 4));

    private final String issuer;
    private final String audience;
    private final int minimumLevel;

    AccessTokenRules(String issuer, String audience, int minimumLevel) {
        this.issuer = issuer;
        this.audience = audience;
        this.minimumLevel = minimumLevel;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        Instant now = Instant.now();
        Map<String, Object> claims = token.getClaims();
        if (!"at+jwt".equals(token.getHeaders().get("typ"))) return refused("typ must be at+jwt");
        if (!issuer.equals(token.getClaimAsString("iss"))) return refused("iss is another issuer");
        // One API alone: a token for two could be used by one of them at the other.
        if (!List.of(audience).equals(token.getAudience())) return refused("aud must be this API alone");
        if (token.getExpiresAt() == null || !token.getExpiresAt().isAfter(now.minus(SKEW))) {
            return refused("the token has expired");
        }
        if (token.getNotBefore() != null && token.getNotBefore().isAfter(now.plus(SKEW))) {
            return refused("nbf is in the future");
        }
        if (!(claims.get("client_id") instanceof String clientId)) return refused("client_id is missing");
        if (!(claims.get("cnf") instanceof Map<?, ?> cnf) || !(cnf.get("jkt") instanceof String)) {
            return refused("the token is not bound to a key (cnf.jkt)");
        }
        if (!(claims.get(ORGANISATION) instanceof String)) {
            return refused("the token does not say for which organisation the client acts");
        }
        boolean isPerson = token.getSubject() != null && !token.getSubject().equals(clientId);
        if (isPerson && levelOf(claims) < minimumLevel) {
            OAuth2Error error = new OAuth2Error("insufficient_user_authentication", "a login at a higher security level is needed", null);
            return OAuth2TokenValidatorResult.failure(error);
        }
        return OAuth2TokenValidatorResult.success();
    }

    /** The lowest level that the token says; 0 when it says none, or in another spelling. */
    private static int levelOf(Map<String, Object> claims) {
        return LEVELS.entrySet().stream()
            .filter(place -> claims.containsKey(place.getKey()))
            .mapToInt(place -> claims.get(place.getKey()) instanceof String said ? place.getValue().getOrDefault(said, 0) : 0)
            .min().orElse(0);
    }

    private static OAuth2TokenValidatorResult refused(String text) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", text, null));
    }
}
