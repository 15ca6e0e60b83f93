package org.redstats.bench.live.plain;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** The application. */
@SpringBootApplication(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class})
@EnableWebSocket
public class PlainPush implements WebSocketConfigurer {
    private final Sessions sessions;

    PlainPush(Sessions sessions) {
        this.sessions = sessions;
    }

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(PlainPush.class).web(WebApplicationType.SERVLET)
                .properties("spring.main.banner-mode=off", "server.tomcat.max-connections=20000")
                .run(arguments);
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(sessions, "/ws").setAllowedOrigins("*");
    }
}
