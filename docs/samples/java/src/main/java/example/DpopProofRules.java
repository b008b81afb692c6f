package example;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.DPoPProofContext;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * RFC 9449 section 4.3 in full. Before, Spring has checked typ, that jwk is there and public, and the signature. Its own
 * rules would take RS256 and methods in any case, and refuse an htu with a query.
 */
class DpopProofRules implements OAuth2TokenValidator<Jwt> {

    private static final Set<String> ALGORITHMS = Set.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

    private static final Set<String> SECRET_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

    /** A proof is made for one request and used at once. */
    private static final Duration AGE = Duration.ofSeconds(10);

    /** That clocks may differ; FAPI 2.0 section 5.3.2.1 asks for 10 s ahead. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final DPoPProofContext context;
    private final ReplayStore replays;

    DpopProofRules(DPoPProofContext context, ReplayStore replays) {
        this.context = context;
        this.replays = replays;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt proof) {
        try {
            String problem = problemOf(proof);
            return problem == null ? OAuth2TokenValidatorResult.success() : refused(problem);
        } catch (Exception unreadable) {
            return refused("the proof can not be read");
        }
    }

    private String problemOf(Jwt proof) throws Exception {
        if (!ALGORITHMS.contains(String.valueOf(proof.getHeaders().get("alg")))) return "alg is not allowed";
        // As it was sent: Spring has dropped what does not belong to a public key of this kind.
        String header = new Base64URL(context.getDPoPProof().split("\\.")[0]).decodeToString();
        Map<String, Object> sent = JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(header), "jwk");
        if (SECRET_MEMBERS.stream().anyMatch(sent::containsKey)) return "jwk must be a public key";
        JWK jwk = JWK.parse(sent);
        OAuth2Token token = context.getAccessToken();
        Map<?, ?> cnf = (Map<?, ?>) ((ClaimAccessor) token).getClaims().get("cnf");
        String thumbprint = jwk.computeThumbprint().toString();
        if (!thumbprint.equals(cnf.get("jkt"))) return "the proof is signed by another key than the token is bound to";
        if (!sha256(token.getTokenValue()).equals(proof.getClaims().get("ath"))) return "ath is not the hash of this token";
        if (!context.getMethod().equals(proof.getClaims().get("htm"))) return "htm is not the method of this request";
        if (!sameAddress(proof.getClaimAsString("htu"), context.getTargetUri())) return "htu is not the address of this request";
        Instant now = Instant.now();
        Instant issuedAt = proof.getIssuedAt();
        if (issuedAt == null || issuedAt.isBefore(now.minus(AGE).minus(SKEW)) || issuedAt.isAfter(now.plus(SKEW))) {
            return "iat is too old or in the future";
        }
        if (proof.getExpiresAt() != null && proof.getExpiresAt().isBefore(now.minus(SKEW))) return "the proof has expired";
        String jti = proof.getId();
        if (jti == null || jti.isEmpty() || jti.length() > 512) return "jti is missing";
        // Last, so that a proof that is wrong in another way spends nothing.
        boolean isFirst = replays.rememberOnce(sha256(thumbprint + " " + jti), AGE.plus(SKEW).plus(SKEW));
        return isFirst ? null : "this proof was used before (jti)";
    }

    /** Scheme, host and path; query and fragment do not count, nor the default port, nor the case of scheme and host. */
    private static boolean sameAddress(String htu, String url) {
        if (htu == null) return false;
        URI one = URI.create(htu);
        URI other = URI.create(url);
        return one.getScheme() != null && one.getScheme().equalsIgnoreCase(other.getScheme())
            && one.getHost() != null && one.getHost().equalsIgnoreCase(other.getHost())
            && portOf(one) == portOf(other)
            && one.getRawPath().equals(other.getRawPath());
    }

    private static int portOf(URI url) {
        if (url.getPort() != -1) return url.getPort();
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static OAuth2TokenValidatorResult refused(String text) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_dpop_proof", text, null));
    }
}
