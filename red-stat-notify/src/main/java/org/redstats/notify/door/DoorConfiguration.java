package org.redstats.notify.door;

import io.netty.channel.ChannelOption;
import org.redstats.notify.NotifyProperties;
import org.redstats.notify.socket.Connections;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

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
