-- How many events some parts of a step have, of a day that is over: its first quarter, its first half and its last quarter.
-- As rows of red_count they took some fifteen times the room. Used while red_fine says that the day is counted
-- completely, and that it is quartered.
CREATE TABLE red_quarter (
    day    timestamptz NOT NULL,
    first  timestamptz NOT NULL,
    until  timestamptz NOT NULL,
    bins   int[]       NOT NULL, -- the medium ones that have events, lowest first
    counts int[]       NOT NULL, -- in bins up to each
    PRIMARY KEY (day, first, until)
);
-- They cannot be compressed: nobody need try.
ALTER TABLE red_quarter ALTER bins SET STORAGE EXTERNAL, ALTER counts SET STORAGE EXTERNAL;

-- False for days that were counted finely so far, or will be by instances of an earlier version that still run: these are
-- counted finely again.
ALTER TABLE red_fine ADD quartered boolean NOT NULL DEFAULT false;
