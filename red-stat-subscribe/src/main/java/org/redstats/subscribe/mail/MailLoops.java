package org.redstats.subscribe.mail;

import java.time.Clock;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.Outbox;
import org.redstats.subscribe.outbox.Recorder;
import org.redstats.subscribe.worker.Pace;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What runs all the time to hand alerts over. */
@Configuration(proxyBeanMethods = false)
class MailLoops {

    @Bean
    WorkerLoop handOverLoop(Outbox outbox, Recorder recorder, Mails mails, JavaMailSenderImpl sender,
            MeterRegistry meters, Pace pace, Clock clock, SubscribeProperties properties) {
        var delivery = properties.delivery();
        return new WorkerLoop("hand over alerts", properties.pollInterval(),
                Stream.generate(() -> pace
                        .of(new HandOver(outbox, recorder, mails, new SmtpConnection(sender, mails.sender()), pace,
                                meters, clock, delivery)))
                        .limit(delivery.connections()).toList());
    }
}
