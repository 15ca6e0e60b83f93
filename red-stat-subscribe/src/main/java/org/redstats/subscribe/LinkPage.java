package org.redstats.subscribe;

import java.util.Map;
import java.util.Optional;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** A page that a link of a mail leads to. Its address is the key to a subscription: it is neither kept nor passed on. */
public final class LinkPage {

    private LinkPage() {}

    /** Parameter of the address itself: what is in the body is the mail program's own affair. */
    public static String parameter(HttpServletRequest request, String name) {
        var value = UriComponentsBuilder.newInstance().query(request.getQueryString()).build().getQueryParams()
                .getFirst(name);
        return value == null ? "" : value;
    }

    /**
     * The page, or that the link leads nowhere.
     *
     * @param wish what the template shows as {@code wish}, empty when the link is not ours or is over
     * @throws ErrorResponseException 404, when there is none and no page was asked for
     */
    public static ModelAndView of(String view, Optional<?> wish, HttpServletRequest request,
            HttpServletResponse response) {
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
            return new ModelAndView("page/unknown", HttpStatus.NOT_FOUND);
        }
        throw new ErrorResponseException(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
                "No subscription has this link, or it is over."), null);
    }
}
