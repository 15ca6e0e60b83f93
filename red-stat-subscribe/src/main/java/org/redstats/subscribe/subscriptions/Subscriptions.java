package org.redstats.subscribe.subscriptions;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The subscriptions that there are. */
interface Subscriptions extends Repository<Subscription, UUID> {

    Optional<Subscription> findById(UUID id);

    /** The one that a second subscription of the same wish would repeat. */
    @Query("""
            from Subscription s
            where coalesce(lower(s.email), s.webhookUrl) = :address and s.redThreshold = :redThreshold
              and s.userId is not distinct from :userId and s.status = Status.ACTIVE""")
    Optional<Subscription> findSame(String address, double redThreshold, @Nullable String userId);

    void flush();

    @Modifying
    @Query("delete from Subscription s where s.id = :id")
    void delete(UUID id);
}
