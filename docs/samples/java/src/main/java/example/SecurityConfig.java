package example;

import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.DPoPAuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Spring Security 7.1: DPoP-bound access tokens, and nothing else. */
@Configuration
class SecurityConfig {

    /** Exactly as in the issuer's metadata. */
    @Value("${api.issuer}")
    String issuer;

    /** The API's name in the registry, for example nhn:kjernejournal. */
    @Value("${api.audience}")
    String audience;

    /** Scheme, host and port as clients know them; a proof's htu is compared with this, never with the Host header. */
    @Value("${api.public-url}")
    String publicUrl;

    @Bean
    SecurityFilterChain api(HttpSecurity http, JwtDecoder accessTokens) throws Exception {
        DPoPProofJwtDecoderFactory proofs = new DPoPProofJwtDecoderFactory();
        // With several processes: a ReplayStore in what they share.
        ReplayStore replays = new ReplayStore.InMemory();
        proofs.setJwtValidatorFactory(context -> new DpopProofRules(context, replays));
        return http
            .csrf(AbstractHttpConfigurer::disable)
            .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .authorizeHttpRequests(requests -> requests
                .requestMatchers("/kjernejournal").hasAuthority("SCOPE_" + audience + "/api")
                .anyRequest().denyAll())
            .oauth2ResourceServer(server -> server
                // Bearer is not looked at: a stolen token would do. Spring takes it by default, also beside DPoP.
                .bearerTokenResolver(request -> null)
                .authenticationEntryPoint(new DPoPAuthenticationEntryPoint())
                .accessDeniedHandler((request, response, denied) -> {
                    String needed = "scope=\"" + audience + "/api\"";
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "DPoP error=\"insufficient_scope\", " + needed);
                    response.setStatus(403);
                })
                .jwt(jwt -> jwt.decoder(accessTokens))
                .dPoP(dpop -> dpop.authenticationConverter(dpopRequests()))
                .withObjectPostProcessor(new ObjectPostProcessor<DPoPAuthenticationProvider>() {
                    @Override
                    public <O extends DPoPAuthenticationProvider> O postProcess(O provider) {
                        provider.setDPoPProofVerifierFactory(proofs);
                        return provider;
                    }
                }))
            .build();
    }

    /** Metadata and keys are fetched at the first token, kept, and asked again for an unknown kid. */
    @Bean
    JwtDecoder accessTokens() {
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer)
                // A list of our own: never what the header says, never RS256 or none.
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.PS256, SignatureAlgorithm.ES256)))
                // Left to the rules, which take at+jwt alone.
                .validateType(false)
                .build();
            decoder.setJwtValidator(new AccessTokenRules(issuer, audience, 4));
            return decoder;
        });
    }

    /** Exactly one token and one proof, and the address that clients know. */
    private AuthenticationConverter dpopRequests() {
        return request -> {
            List<String> tokens = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
            List<String> proofs = Collections.list(request.getHeaders("DPoP"));
            if (tokens.isEmpty()) return null;
            if (tokens.size() > 1 || !tokens.get(0).matches("(?i)DPoP +[\\w.-]+")) {
                throw refused("invalid_request", "send Authorization: DPoP <access token>, once");
            }
            if (proofs.size() != 1 || proofs.get(0).contains(",") || proofs.get(0).length() > 8192) {
                throw refused("invalid_dpop_proof", "there must be exactly one DPoP header");
            }
            String token = tokens.get(0).substring(4).trim();
            String url = publicUrl + request.getRequestURI();
            return new DPoPAuthenticationToken(token, proofs.get(0), request.getMethod(), url);
        };
    }

    private static OAuth2AuthenticationException refused(String code, String text) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, text, null));
    }
}
