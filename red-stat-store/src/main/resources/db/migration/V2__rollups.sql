-- The instant of a number of microseconds since 1970. A number times an interval is computed in floating point: whole
-- hours plus a rest are exact there where the plain product is not.
CREATE FUNCTION red_instant(micros bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN timestamptz 'epoch' + micros / 3600000000 * interval '1 hour' + micros % 3600000000 * interval '1 microsecond';

-- The fine bin of a value: its exponent and the leading 12 bits of its mantissa, so that greater values have equal or
-- greater bins. A bin shifted right by 6 or 10 is the medium or coarse bin around it.
CREATE FUNCTION red_bin(red_value double precision) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (('x' || encode(float8send(red_value), 'hex'))::bit(64)::bigint >> 40)::int;

-- How many events a stretch of time has in a bin of values. Every event is counted once per pair of seconds and bits, but
-- for fine bins, which only some days have.
CREATE TABLE red_count (
    bucket  timestamptz NOT NULL, -- where the stretch begins
    n       bigint      NOT NULL,
    seconds int         NOT NULL, -- how long it is: a day, an hour, or the step of its hour
    bin     int         NOT NULL,
    bits    smallint    NOT NULL, -- of the mantissa, that tell the bins apart: 2, 6 or 12
    PRIMARY KEY (seconds, bits, bucket, bin)
) WITH (fillfactor = 70); -- rows are updated in place until their stretch is over

-- Hours with so much traffic that they are counted in steps of this many seconds as well.
CREATE TABLE red_step (
    hour    timestamptz PRIMARY KEY,
    seconds int NOT NULL
);

-- Days with fine bins, and how many events these count: all of the day, or the bins are out of date.
CREATE TABLE red_fine (
    day timestamptz PRIMARY KEY,
    n   bigint NOT NULL
);

-- Finds the values between a threshold and the end of its bin.
CREATE INDEX red_event_by_value ON red_event (red_value, occurred_at);

WITH medium AS (
    SELECT date_bin('1 hour', occurred_at, timestamptz 'epoch') AS hour, red_bin(red_value) >> 6 AS bin, count(*) AS n
    FROM red_event
    GROUP BY 1, 2
), levels (seconds, bits) AS (
    VALUES (3600, 2), (3600, 6), (86400, 2), (86400, 6)
)
INSERT INTO red_count (seconds, bits, bucket, bin, n)
SELECT seconds, bits, date_bin(seconds * interval '1 second', hour, timestamptz 'epoch'), bin >> (6 - bits), sum(n)
FROM medium CROSS JOIN levels
GROUP BY 1, 2, 3, 4;
