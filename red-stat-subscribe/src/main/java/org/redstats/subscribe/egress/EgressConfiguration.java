package org.redstats.subscribe.egress;

import java.net.InetAddress;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Names are looked up as the machine does it. */
@Configuration(proxyBeanMethods = false)
class EgressConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Names names() {
        return InetAddress::getAllByName;
    }
}
