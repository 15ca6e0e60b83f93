-- Up to where the log has been searched for subscriptions that are to be woken, see the package `due`.
CREATE TABLE wake (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    done     xid8    NOT NULL
);
-- What was settling may have been passed by, from its watermark on.
INSERT INTO wake (done)
SELECT coalesce(min(watermark), pg_snapshot_xmin(pg_current_snapshot())) FROM subscription
WHERE settling_since IS NOT NULL;

ALTER TABLE subscription
    DROP COLUMN settling_since,                        -- and its index
    ADD COLUMN told_on date,                           -- a day of UTC ...
    ADD COLUMN told    integer NOT NULL DEFAULT 0;     -- ... and how many alerts were gathered on it
