package org.redstats.subscribe;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How templates are read, of pages and mails alike. */
@Configuration(proxyBeanMethods = false)
class MustacheConfiguration {

    /** Escapes what HTML needs and no more, so that the links in a mail's source can still be read. */
    @Bean
    Mustache.Compiler mustacheCompiler(Mustache.TemplateLoader templates) {
        return Mustache.compiler().withLoader(templates).withEscaper(Escapers.simple(new String[][]{{"&", "&amp;"},
                {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}}));
    }
}
