package org.redstats.demo.red;

import javax.imageio.ImageIO;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Stands for RED: measures how red an image is, and publishes it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@OpenAPIDefinition(info = @Info(title = "Sample RED", version = "1", description = """
        Measures how red images are and publishes it. Errors are `application/problem+json` (RFC 9457)."""))
public class SampleRed {

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        SpringApplication.run(SampleRed.class, args);
    }
}
