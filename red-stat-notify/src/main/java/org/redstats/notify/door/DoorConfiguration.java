package org.redstats.notify.door;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.redstats.notify.NotifyProperties;
import org.redstats.notify.socket.Connections;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.NettyPipeline;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

    /**
     * A thread for each processor, where Reactor Netty would take four at least: with more, the connections that an
     * event concerns are written to by threads that push each other off the processors.
     */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var threads = new ReactorResourceFactory();
        threads.setUseGlobalResources(false);
        threads.setLoopResourcesSupplier(
                () -> LoopResources.create("red-notify", Runtime.getRuntime().availableProcessors(), true));
        threads.setShutdownQuietPeriod(Duration.ZERO); // the server has said good-bye to everybody by then
        return threads;
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> door(Admission admission, Connections connections,
            NotifyProperties properties) {
        var sendBuffer = Math.toIntExact(properties.connection().sendBuffer().toBytes());
        return factory -> factory.addServerCustomizers(server -> server
                .childOption(ChannelOption.SO_SNDBUF, sendBuffer)
                .doOnChannelInit((observer, channel, peer) -> channel.pipeline()
                        .addAfter(NettyPipeline.HttpCodec, "door", new Door(admission, connections))));
    }
}
