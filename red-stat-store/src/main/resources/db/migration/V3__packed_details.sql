-- How many events a day that is over has in each of the 64 fine bins of a medium bin, lowest first. As rows of red_count
-- they took nine times the room. Used while red_fine says that the day is counted completely.
CREATE TABLE red_fine_count (
    day    timestamptz NOT NULL,
    bin    int         NOT NULL, -- the medium one
    counts bigint[]    NOT NULL,
    PRIMARY KEY (day, bin)
);

-- The values of users with many events on such a day, sorted and cut into pieces: how many are above a threshold is told
-- by whole pieces, and one to look into.
CREATE TABLE red_user_values (
    day        timestamptz        NOT NULL,
    least      double precision   NOT NULL,
    greatest   double precision   NOT NULL,
    piece      int                NOT NULL, -- 0, 1, ... upwards
    n          int                NOT NULL, -- how many values these are
    user_id    text COLLATE "C"   NOT NULL,
    red_values double precision[] NOT NULL, -- ascending
    PRIMARY KEY (day, user_id, least, piece) INCLUDE (greatest, n)
);

-- What was counted finely so far is counted so again, into these tables.
DELETE FROM red_count WHERE bits = 12;
TRUNCATE red_fine;
