package example;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Settings: api.issuer, api.audience, api.public-url (see SecurityConfig). */
@SpringBootApplication
@RestController
public class ProtectedApi {

    public static void main(String[] args) {
        SpringApplication.run(ProtectedApi.class, args);
    }

    @GetMapping("/kjernejournal")
    Map<String, Object> answer(@AuthenticationPrincipal Jwt token) {
        return Map.of("client_id", token.getClaimAsString("client_id"));
    }
}
