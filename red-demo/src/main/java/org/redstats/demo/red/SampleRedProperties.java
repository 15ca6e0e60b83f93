package org.redstats.demo.red;

import java.time.Duration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits and traffic of the sample RED.
 *
 * @param maxBytes the largest image file that is taken
 * @param maxImages most images in one request
 * @param maxPixels most pixels of one image, read from its header before it is decoded
 * @param decodes how many images are decoded at once; together they use up to a quarter of the heap
 * @param decodeWait how long an image waits for its turn before the client is told to come back later
 * @param traffic pictures a second that the sample RED paints, measures and publishes by itself; may be a fraction
 */
@Validated
@ConfigurationProperties("red.sample")
public record SampleRedProperties(
        @DefaultValue("20MB") @NotNull DataSize maxBytes,
        @DefaultValue("10") @Min(1) @Max(50) int maxImages,
        @DefaultValue("25000000") @Min(1) int maxPixels,
        @DefaultValue("2") @Min(1) @Max(64) int decodes,
        @DefaultValue("5s") @NotNull Duration decodeWait,
        @DefaultValue("0") @PositiveOrZero @DecimalMax("10000") double traffic) {}
