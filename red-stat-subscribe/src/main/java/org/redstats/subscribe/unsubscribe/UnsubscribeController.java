package org.redstats.subscribe.unsubscribe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.redstats.subscribe.LinkPage;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The link of every mail. A {@code GET} shows a page with buttons and changes nothing, because mail scanners follow
 * links; a {@code POST} acts, from such a button or from a mail program's own (RFC 8058).
 */
@Controller
@RequestMapping("/sub/{id}/unsubscribe")
@Tag(name = "Unsubscribing", description = "The way out that every mail offers")
class UnsubscribeController {

    private static final String TOKEN = "token";
    private static final String ALL = "all";

    private final Unsubscribing unsubscribing;

    UnsubscribeController(Unsubscribing unsubscribing) {
        this.unsubscribing = unsubscribing;
    }

    @GetMapping
    @Operation(summary = "Page that asks whether to unsubscribe; changes nothing")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    ModelAndView ask(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return LinkPage.of("page/unsubscribe", unsubscribing.find(id, LinkPage.parameter(request, TOKEN)), request,
                response);
    }

    @PostMapping
    @Operation(summary = "Unsubscribe, by the page's button or with one click as in RFC 8058", description = "With `all=true` in the address, from everything that goes to this mailbox.")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    @Parameter(name = ALL, in = ParameterIn.QUERY)
    ModelAndView act(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        var token = LinkPage.parameter(request, TOKEN);
        return LinkPage.parameter(request, ALL).equals("true")
                ? LinkPage.of("page/unsubscribed-from-all", unsubscribing.unsubscribeAll(id, token), request, response)
                : LinkPage.of("page/unsubscribed", unsubscribing.unsubscribe(id, token), request, response);
    }
}
