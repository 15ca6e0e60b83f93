package org.redstats.gateway.balance;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Used once for each service, in a context of its own; no annotation here, or scanning would find it too. */
class ServiceConfiguration {

    @Bean
    ReactorLoadBalancer<ServiceInstance> fleetLoadBalancer(Fleets fleets, Environment environment) {
        return new FleetLoadBalancer(
                fleets.of(environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME)));
    }
}
