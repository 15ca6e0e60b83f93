package org.redstats.notify.door;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What may be said here and what is answered; written by hand, because no generator sees a WebSocket. */
@RestController
class DescriptionController {

    /** OpenAPI: how to connect. */
    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource openApi() {
        return new ClassPathResource("openapi.json");
    }

    /** AsyncAPI: what is said once connected, and what comes from the broker. */
    @GetMapping(path = "/ws/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource asyncApi() {
        return new ClassPathResource("asyncapi.json");
    }
}
