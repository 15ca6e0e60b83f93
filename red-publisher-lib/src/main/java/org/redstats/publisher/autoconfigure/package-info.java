/** The publisher as a Spring Boot starter: a bean from {@code spring.rabbitmq.*} and {@code red.publisher.*}. */
@NullMarked
package org.redstats.publisher.autoconfigure;

import org.jspecify.annotations.NullMarked;
