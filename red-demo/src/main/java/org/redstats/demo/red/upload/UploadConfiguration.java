package org.redstats.demo.red.upload;

import jakarta.servlet.MultipartConfigElement;

import org.redstats.demo.red.SampleRedProperties;
import org.springframework.boot.servlet.MultipartConfigFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Forms have the same limits as raw bodies, from the same settings. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

    @Bean
    MultipartConfigElement multipartLimits(SampleRedProperties properties) {
        var limits = new MultipartConfigFactory();
        limits.setMaxFileSize(properties.maxBytes());
        limits.setMaxRequestSize(DataSize.ofBytes(properties.maxBytes().toBytes() * properties.maxImages()));
        return limits.createMultipartConfig();
    }
}
