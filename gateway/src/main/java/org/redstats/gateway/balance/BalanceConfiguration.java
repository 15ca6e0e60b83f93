package org.redstats.gateway.balance;

import java.net.InetAddress;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BalanceConfiguration {

    @Bean
    NameLookup nameLookup() {
        return InetAddress::getAllByName;
    }
}
