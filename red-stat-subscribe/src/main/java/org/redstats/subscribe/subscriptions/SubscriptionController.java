package org.redstats.subscribe.subscriptions;

import java.net.URI;
import java.util.List;
import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.redstats.auth.servlet.CallerFilter;
import org.redstats.subscribe.Ids;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /sub}: what an owner does with a subscription. */
@RestController
@RequestMapping(path = "/sub", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Subscriptions", description = "Be told by mail or webhook of images redder than a threshold")
class SubscriptionController {

    private static final String TOKEN = "token";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Subscribing subscribing;
    private final Deliveries deliveries;
    private final SubscriptionFields fields;

    SubscriptionController(Subscribing subscribing, Deliveries deliveries, SubscriptionFields fields) {
        this.subscribing = subscribing;
        this.deliveries = deliveries;
        this.fields = fields;
    }

    /** What {@code GET /sub/{id}/deliveries} answers. */
    record LatestDeliveries(List<DeliveryView> deliveries) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Subscribe", description = """
            Begins a subscription. Where mailboxes are asked first, it is `pending` until the owner of the mailbox follows
            the link of a mail, and forgotten if he does not within a day; asking again sends the mail again. The answer
            is then the same whether or not the address has this subscription already. Else it is active at once, and the same address, threshold and user again is the same
            subscription: 200, and its token is not shown again. `min_interval` is the pause between two alerts: the
            first match is told at once, those within the pause are gathered into one alert at its end; `PT0S` tells
            every match as it comes.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = SubscriptionForm.class), examples = {
            @ExampleObject(name = "images of everybody", value = """
                    {"red_threshold": 0.5, "email": "ann@example.org"}"""),
            @ExampleObject(name = "images of one user, a mail in ten minutes at most", value = """
                            {"red_threshold": 0.5, "email": "ann@example.org", "user_id": "42",
                             "min_interval": "PT10M"}"""),
            @ExampleObject(name = "to a webhook, signed as in Standard Webhooks", value = """
                    {"red_threshold": 0.5, "webhook_url": "https://example.org/alerts"}""")}))
    ResponseEntity<SubscriptionView> subscribe(@RequestBody JsonNode body,
            @Parameter(hidden = true) HttpServletRequest request) {
        var subscribed = subscribing.subscribe(fields.readNew(body).of(CallerFilter.callerOf(request)),
                request.getRemoteAddr());
        var status = subscribed.token() == null ? HttpStatus.OK
                : subscribed.subscription().status() == Status.PENDING ? HttpStatus.ACCEPTED : HttpStatus.CREATED;
        return ResponseEntity.status(status)
                .location(URI.create("/sub/" + subscribed.subscription().id()))
                .cacheControl(CacheControl.noStore())
                .body(SubscriptionView.of(subscribed.subscription(), subscribed.token(), subscribed.secret()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "See a subscription", security = @SecurityRequirement(name = TOKEN))
    SubscriptionView see(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request) {
        return SubscriptionView.of(subscribing.find(id, Holder.of(request)));
    }

    @PatchMapping(path = "/{id}", consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    @Operation(summary = "Change threshold, user or interval, pause and resume", security = @SecurityRequirement(name = TOKEN), description = """
                    `"user_id": null` means everybody's images, `"min_interval": null` the default. The change also
                    holds for matches that are still being gathered. `"status": "paused"` stops alerts until
                    `"status": "active"`; what comes meanwhile is not told later.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"), examples = @ExampleObject("""
                    {"red_threshold": 0.8, "user_id": null}""")))
    SubscriptionView change(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request,
            @RequestBody JsonNode body) {
        subscribing.find(id, Holder.of(request)); // a stranger does not even learn what a right body is
        return SubscriptionView.of(subscribing.change(id, Holder.of(request), fields.readChange(body)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a subscription and all that is kept of it", security = @SecurityRequirement(name = TOKEN))
    void delete(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request) {
        subscribing.delete(id, Holder.of(request));
    }

    @GetMapping("/{id}/deliveries")
    @Operation(summary = "See what was sent", description = "The latest 50 alerts, newest first.", security = @SecurityRequirement(name = TOKEN))
    LatestDeliveries deliveries(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request) {
        return new LatestDeliveries(deliveries.latest(subscribing.find(id, Holder.of(request)).id()));
    }

    @PostMapping("/{id}/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Send a test alert", description = "At most one a minute.", security = @SecurityRequirement(name = TOKEN))
    void test(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request) {
        deliveries.test(subscribing.find(id, Holder.of(request)).id());
    }

    @PostMapping("/{id}/deliveries/{delivery}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Send a delivery again", description = "With the same id; at most once a minute.", security = @SecurityRequirement(name = TOKEN))
    void resend(@PathVariable String id, @PathVariable String delivery,
            @Parameter(hidden = true) HttpServletRequest request) {
        var subscription = subscribing.find(id, Holder.of(request)).id();
        deliveries.resend(subscription, Ids.parse(delivery).orElseThrow(DeliveryNotFound::new));
    }

    /** The new secret of a webhook. */
    @Schema(name = "Secret")
    record SecretView(@Schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") String secret) {}

    @PostMapping("/{id}/secret")
    @Operation(summary = "Exchange the secret of a webhook", description = """
            The old secret signs beside the new one for a day, so that a receiver can change over without missing an
            alert.""", security = @SecurityRequirement(name = TOKEN))
    ResponseEntity<SecretView> exchangeSecret(@PathVariable String id,
            @Parameter(hidden = true) HttpServletRequest request) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new SecretView(subscribing.exchangeSecret(id, Holder.of(request)).value()));
    }
}
