package org.redstats.demo.red.measure;

import org.redstats.demo.red.SampleRedProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MeasureConfiguration {

    private static final int SHARE_OF_HEAP = 4;

    @Bean
    RedMeter redMeter(SampleRedProperties properties) {
        return new RedMeter(properties.maxPixels(),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / properties.decodes());
    }
}
