CREATE TABLE red_event (
    occurred_at timestamptz      NOT NULL,
    event_id    uuid             NOT NULL,
    user_id     text COLLATE "C" NOT NULL, -- only ever compared for equality: bytes are cheaper than a language's order
    red_value   double precision NOT NULL,
    -- A redelivered event conflicts here, and windows and pages are read along it. The partition column must be in the key.
    PRIMARY KEY (occurred_at, event_id)
) PARTITION BY RANGE (occurred_at);

-- Counts and pages of one user; the value is included so that counting above a threshold reads no rows.
CREATE INDEX red_event_by_user ON red_event (user_id, occurred_at) INCLUDE (red_value);

-- Takes what belongs to no day that has its partition, so that nothing is refused for its date.
CREATE TABLE red_event_default PARTITION OF red_event DEFAULT;
