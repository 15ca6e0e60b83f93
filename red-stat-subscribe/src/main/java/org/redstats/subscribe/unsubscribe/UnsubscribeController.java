package org.redstats.subscribe.unsubscribe;

import java.util.Map;
import java.util.Optional;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.redstats.subscribe.unsubscribe.Unsubscribing.Wish;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The link of every mail. Following it shows a page with a button and changes nothing, because mail scanners follow
 * links; a {@code POST} acts, from that button or from a mail program's own (RFC 8058).
 */
@Controller
@RequestMapping("/sub/{id}/unsubscribe")
@Tag(name = "Unsubscribing", description = "The way out that every mail offers")
class UnsubscribeController {

    private static final String TOKEN = "token";

    private final Unsubscribing unsubscribing;

    UnsubscribeController(Unsubscribing unsubscribing) {
        this.unsubscribing = unsubscribing;
    }

    @GetMapping
    @Operation(summary = "Page that asks whether to unsubscribe; changes nothing")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    ModelAndView ask(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return page("unsubscribe/ask", unsubscribing.find(id, token(request)), request, response);
    }

    @PostMapping
    @Operation(summary = "Unsubscribe, by the page's button or with one click as in RFC 8058")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    ModelAndView act(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return page("unsubscribe/done", unsubscribing.unsubscribe(id, token(request)), request, response);
    }

    // Not as a parameter: those are read together with the body, and what a mail program sends there is its own affair.
    private static String token(HttpServletRequest request) {
        var token = UriComponentsBuilder.newInstance().query(request.getQueryString()).build().getQueryParams()
                .getFirst(TOKEN);
        return token == null ? "" : token;
    }

    private static ModelAndView page(String view, Optional<Wish> wish, HttpServletRequest request,
            HttpServletResponse response) {
        // The address of the page is the key to the subscription: it is neither kept nor passed on.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Robots-Tag", "noindex");
        response.setHeader("Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
        if (wish.isPresent()) {
            return new ModelAndView(view, Map.of("wish", wish.get()));
        }
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE)) {
            return new ModelAndView("unsubscribe/unknown", HttpStatus.NOT_FOUND);
        }
        throw new ErrorResponseException(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
                "No subscription has this link, or it was deleted."), null);
    }
}
