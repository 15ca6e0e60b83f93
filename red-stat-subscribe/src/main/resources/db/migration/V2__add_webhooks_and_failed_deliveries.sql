-- An address is one of the two. A secret signs what is posted, so it is kept as it is; the one before it signs too until
-- its holder has had time to exchange it.
ALTER TABLE subscription
    ALTER COLUMN email DROP NOT NULL,
    ADD COLUMN webhook_url           text,
    ADD COLUMN webhook_host          text,                       -- host:port, which shares a limit
    ADD COLUMN webhook_secret        text,
    ADD COLUMN previous_secret       text,
    ADD COLUMN previous_secret_until timestamptz,
    ADD COLUMN failing_since         timestamptz,                -- a webhook: the first failure after its last success
    ADD COLUMN refusals              integer NOT NULL DEFAULT 0, -- a mailbox: refusals for good since its last mail
    ADD COLUMN disabled_reason       text,
    ADD CONSTRAINT subscription_one_address CHECK (num_nonnulls(email, webhook_url) = 1),
    ADD CONSTRAINT subscription_webhook
        CHECK (num_nonnulls(webhook_url, webhook_host, webhook_secret) IN (0, 3));

-- What makes POST /sub idempotent; also finds all of an address. No mailbox looks like a URL.
DROP INDEX subscription_once;
CREATE UNIQUE INDEX subscription_once ON subscription (coalesce(lower(email), webhook_url), red_threshold, user_id)
    NULLS NOT DISTINCT WHERE status <> 'disabled';

ALTER TABLE delivery
    ADD COLUMN webhook_host text,                                -- null: by mail
    -- Pauses grow from here on: 0 and its beginning, or when it was asked to be sent again.
    ADD COLUMN retry_from   integer     NOT NULL DEFAULT 0,
    ADD COLUMN retry_since  timestamptz NOT NULL DEFAULT now(),
    DROP CONSTRAINT delivery_state_check,
    ADD CONSTRAINT delivery_state_check CHECK (state IN ('pending', 'sent', 'failed', 'cancelled'));

-- What is to be handed over now: mails in the order of time ...
DROP INDEX delivery_to_hand_over;
CREATE INDEX delivery_to_mail ON delivery (next_attempt_at) WHERE state = 'pending' AND webhook_host IS NULL;
-- ... webhooks host by host, so that the backlog of one is not read to find the work of another.
CREATE INDEX delivery_to_post ON delivery (webhook_host, next_attempt_at)
    WHERE state = 'pending' AND webhook_host IS NOT NULL;
