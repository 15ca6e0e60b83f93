package org.redstats.subscribe.mail;

import java.util.Set;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.Outbox;
import org.redstats.subscribe.outbox.Recorder;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** What runs all the time to hand alerts over. */
@Configuration(proxyBeanMethods = false)
class MailLoops {

    @Bean
    WorkerLoop handOverLoop(Outbox outbox, Recorder recorder, AlertMails mails, JavaMailSenderImpl sender,
            MeterRegistry meters, SubscribeProperties properties) {
        var delivery = properties.delivery();
        return new WorkerLoop("hand over alerts", properties.pollInterval(),
                Stream.generate(
                        () -> new HandOver(outbox, recorder, mails, new SmtpConnection(sender), meters, delivery))
                        .limit(delivery.connections()).toList());
    }

    /** The plain text of mails; without it every template would be HTML. */
    @Bean
    ClassLoaderTemplateResolver plainTextTemplates() {
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setOrder(0);
        resolver.setPrefix("templates/");
        resolver.setResolvablePatterns(Set.of("mail/*.txt"));
        resolver.setTemplateMode(TemplateMode.TEXT);
        resolver.setCharacterEncoding("UTF-8");
        return resolver;
    }
}
