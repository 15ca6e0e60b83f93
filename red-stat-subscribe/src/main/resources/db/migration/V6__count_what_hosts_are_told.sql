-- How many alerts went to a host, a mailbox's domain or a webhook's host:port, on its last day. Empty without a limit.
CREATE TABLE told_host (
    host    text    PRIMARY KEY,
    told_on date    NOT NULL,
    told    integer NOT NULL
);
