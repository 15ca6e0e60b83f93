package org.redstats.gateway.page;

import java.time.Duration;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the page. It names its files below a path that is another one whenever any of them is, so that browsers keep them
 * for ever and ask only for the page itself. Under their own names the files are there too, and asked for each time.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebFluxConfigurer {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final String[] locations;
    private final Page page;

    PageConfiguration(WebProperties properties) {
        locations = properties.getResources().getStaticLocations();
        page = Page.in(locations);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/v/" + page.version() + "/**").addResourceLocations(locations)
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .setUseLastModified(false);
    }

    @Bean
    RouterFunction<ServerResponse> pageRoute() {
        HandlerFunction<ServerResponse> answer = request -> request.checkNotModified(page.etag())
                .switchIfEmpty(ServerResponse.ok().contentType(MediaType.TEXT_HTML).eTag(page.etag())
                        .bodyValue(page.html()));
        return RouterFunctions.route().GET("/", answer).HEAD("/", answer).GET("/index.html", answer).build();
    }
}
