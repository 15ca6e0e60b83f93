package org.redstats.store.stats;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes what both forms of a series have in common. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "step", in = ParameterIn.QUERY, example = "PT5M", description = "From one point to the next: an ISO 8601"
        + " duration of whole seconds, or of months and years; at most 10,000 points.", schema = @Schema(type = "string", defaultValue = "PT1H"))
@interface SeriesOperation {}
