package org.redstats.bench.ingest.literal;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** A row, with the indexes that the original design asks for. */
@Entity
@Table(name = "red_value", indexes = {@Index(name = "red_value_when", columnList = "red_value, moment"),
        @Index(name = "red_value_alone", columnList = "red_value")})
public class RedValue {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    @Column(name = "user_id", nullable = false)
    private String userId = "";

    @Column(name = "red_value", nullable = false)
    private double value;

    @Column(name = "moment", nullable = false)
    private Instant when = Instant.EPOCH;

    /** For JPA. */
    protected RedValue() {}

    RedValue(String userId, double value, Instant when) {
        this.userId = userId;
        this.value = value;
        this.when = when;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getUserId() {
        return userId;
    }

    public double getValue() {
        return value;
    }

    public Instant getWhen() {
        return when;
    }
}
