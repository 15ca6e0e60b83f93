package org.redstats.subscribe.confirm;

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

/** The link of the mail that asks; following it changes nothing, its page's button does. */
@Controller
@RequestMapping("/sub/{id}/confirm")
@Tag(name = "Confirming", description = "How the owner of a mailbox agrees")
class ConfirmController {

    private static final String TOKEN = "token";

    private final Confirming confirming;

    ConfirmController(Confirming confirming) {
        this.confirming = confirming;
    }

    @GetMapping
    @Operation(summary = "Page that asks whether to subscribe; changes nothing")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    ModelAndView ask(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return LinkPage.of("page/confirm", confirming.find(id, LinkPage.parameter(request, TOKEN)), request, response);
    }

    @PostMapping
    @Operation(summary = "Confirm; a link works once and for a day")
    @Parameter(name = TOKEN, in = ParameterIn.QUERY, required = true)
    ModelAndView act(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return LinkPage.of("page/confirmed", confirming.confirm(id, LinkPage.parameter(request, TOKEN)), request,
                response);
    }
}
