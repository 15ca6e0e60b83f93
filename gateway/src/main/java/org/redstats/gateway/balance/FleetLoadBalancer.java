package org.redstats.gateway.balance;

import java.util.Optional;
import java.util.Set;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import reactor.core.publisher.Mono;

/** Chooses the instance for a request to {@code lb://service}. */
class FleetLoadBalancer implements ReactorServiceInstanceLoadBalancer {

    private final Fleet fleet;

    FleetLoadBalancer(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Mono<Response<ServiceInstance>> choose(Request request) {
        return fleet.next(tried(request)).map(FleetLoadBalancer::response);
    }

    private static Set<ServiceInstance> tried(Request<?> request) {
        RequestData data = request.getContext() instanceof RequestDataContext context
                ? context.getClientRequest()
                : null;
        return data == null ? Set.of() : Tried.in(data.getAttributes());
    }

    private static Response<ServiceInstance> response(Optional<Instance> instance) {
        return instance.<Response<ServiceInstance>>map(DefaultResponse::new).orElseGet(EmptyResponse::new);
    }
}
