package org.redstats.notify.socket;

import java.util.List;

import org.redstats.notify.NotifyProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketConfiguration {

    /** A client's frame is rarely longer; one that is comes in parts. Every connection has buffers of this size. */
    private static final int FRAME_BUFFER = 1024;

    @Bean
    WebSocketConfigurer ws(SocketHandler handler, Admission admission) {
        return registry -> register(registry, handler, admission);
    }

    private static void register(WebSocketHandlerRegistry registry, SocketHandler handler, Admission admission) {
        registry.addHandler(handler, "/ws")
                .setHandshakeHandler(new PlainHandshake())
                .addInterceptors(admission)
                .setAllowedOriginPatterns("*"); // the admission checks the origin, and says why it refuses
    }

    @Bean
    ServletServerContainerFactoryBean webSocketContainer() {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(FRAME_BUFFER);
        container.setMaxBinaryMessageBufferSize(FRAME_BUFFER);
        return container;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sendBuffer(NotifyProperties properties) {
        var bytes = Long.toString(properties.connection().sendBuffer().toBytes());
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setProperty("socket.txBufSize", bytes));
    }

    /** Compression would cost each connection hundreds of kilobytes and its share of every event's work. */
    private static final class PlainHandshake extends DefaultHandshakeHandler {

        @Override
        protected List<WebSocketExtension> filterRequestedExtensions(ServerHttpRequest request,
                List<WebSocketExtension> requested, List<WebSocketExtension> supported) {
            return List.of();
        }
    }
}
