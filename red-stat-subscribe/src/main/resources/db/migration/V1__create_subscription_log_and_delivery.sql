-- One row is one wish: tell this address about pictures redder than this.
CREATE TABLE subscription (
    id                uuid             PRIMARY KEY DEFAULT gen_random_uuid(),
    red_threshold     double precision NOT NULL CHECK (red_threshold >= 0 AND red_threshold < 'Infinity'),
    email             text             NOT NULL,
    user_id           text,                                      -- null: pictures of everybody
    min_interval      interval         NOT NULL CHECK (min_interval >= interval '0'),
    status            text             NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'pending', 'disabled')),
    created_at        timestamptz      NOT NULL DEFAULT now(),
    token_hash        bytea            NOT NULL,                 -- SHA-256; the token itself is nowhere
    unsubscribe_token text             NOT NULL,                 -- every mail carries it, so it is kept as it is

    -- Where the subscription is on its way to the next alert, see the package `due`.
    --   due_at   settling_since
    --   null     null             idle: the next batch with a match wakes it
    --   set      null             due: has a match that nobody was told of yet, looked at from due_at on
    --   null     set              settling: just looked at; batches under way at that moment are still to be checked
    due_at            timestamptz,
    settling_since    xid8,
    watermark         xid8             NOT NULL DEFAULT pg_current_xact_id(), -- log rows below it are dealt with
    last_alert_at     timestamptz
);

-- What makes POST /sub idempotent. Mailboxes differ in case only on paper. A disabled one is out of the way of a new one.
CREATE UNIQUE INDEX subscription_once ON subscription (lower(email), red_threshold, user_id) NULLS NOT DISTINCT
    WHERE status <> 'disabled';

-- Whom a batch wakes: everybody below its greatest value who is not due already ...
CREATE INDEX subscription_to_wake ON subscription (red_threshold)
    WHERE due_at IS NULL AND status = 'active' AND user_id IS NULL;
-- ... and those of one user below that user's greatest value.
CREATE INDEX subscription_of_user_to_wake ON subscription (user_id, red_threshold)
    WHERE due_at IS NULL AND status = 'active' AND user_id IS NOT NULL;

-- The work of the due worker, and what the settling looks through: both short.
CREATE INDEX subscription_due ON subscription (due_at) WHERE due_at IS NOT NULL AND status = 'active';
CREATE INDEX subscription_settling ON subscription (settling_since) WHERE settling_since IS NOT NULL;

-- The events of the last days. The partition's day is that of the event itself, not of its receipt: only so can the key
-- recognise a redelivery on another day. What is older than the oldest partition goes to the default one.
-- xid orders the rows by transaction; after a dump and restore into another cluster it means nothing, so restore
-- subscriptions without the log (set watermark to pg_current_xact_id()).
CREATE TABLE red_event_log (
    occurred_at timestamptz      NOT NULL,
    event_id    uuid             NOT NULL,
    user_id     text             NOT NULL,
    red_value   double precision NOT NULL,
    received_at timestamptz      NOT NULL DEFAULT now(),
    xid         xid8             NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (occurred_at, event_id) -- a redelivered event conflicts here
) PARTITION BY RANGE (occurred_at);

-- What came since a watermark. A batch shares one xid, which the index keeps once.
CREATE INDEX red_event_log_since ON red_event_log (xid);

CREATE TABLE red_event_log_default PARTITION OF red_event_log DEFAULT;

-- One row is one alert: written in the transaction that moves the watermark, handed over afterwards.
CREATE TABLE delivery (
    id              uuid             PRIMARY KEY DEFAULT gen_random_uuid(), -- the Message-ID is made of it
    subscription_id uuid             NOT NULL REFERENCES subscription ON DELETE CASCADE,
    kind            text             NOT NULL DEFAULT 'alert' CHECK (kind IN ('alert', 'test')),
    created_at      timestamptz      NOT NULL DEFAULT now(),
    red_threshold   double precision NOT NULL,
    events          bigint           NOT NULL,
    reddest         jsonb            NOT NULL DEFAULT '[]', -- the few reddest: {"user_id","red_value","when" in seconds}
    first_at        timestamptz,
    last_at         timestamptz,
    from_xid        xid8,                                   -- the matches are those of the log in [from_xid, to_xid)
    to_xid          xid8,
    state           text             NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'cancelled')),
    attempts        integer          NOT NULL DEFAULT 0,
    next_attempt_at timestamptz      NOT NULL DEFAULT now(), -- moved forward by whoever tries, so that a crash repeats it
    sent_at         timestamptz,
    last_error      text
);

-- What is to be handed over now.
CREATE INDEX delivery_to_hand_over ON delivery (next_attempt_at) WHERE state = 'pending';
-- The latest of one subscription, and what goes with it when it is deleted.
CREATE INDEX delivery_of_subscription ON delivery (subscription_id, created_at DESC);
-- What is old enough to be forgotten.
CREATE INDEX delivery_done ON delivery (created_at) WHERE state <> 'pending';
