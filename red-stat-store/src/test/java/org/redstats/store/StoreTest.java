package org.redstats.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.redstats.testing.TestBroker;
import org.redstats.testing.TestDatabase;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Runs the service on a real database and broker, without taking events off the queue, which all tests share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
        "spring.rabbitmq.listener.simple.auto-startup=false", "red.store.reads.timeout=1s",
        "red.store.partitions.lock-timeout=200ms", "red.store.partitions.every=1h"})
@Import({TestBroker.Properties.class, TestDatabase.Properties.class})
public @interface StoreTest {}
