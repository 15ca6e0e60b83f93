package org.redstats.gateway.balance;

import java.net.InetAddress;

import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = ServiceConfiguration.class)
class BalanceConfiguration {

    @Bean
    NameLookup nameLookup() {
        return InetAddress::getAllByName;
    }
}
