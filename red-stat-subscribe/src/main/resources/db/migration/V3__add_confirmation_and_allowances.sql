-- The links of confirmation mails, by their hashes. A mail that is repeated has a link of its own, so that whichever of
-- them is read works.
CREATE TABLE confirmation (
    token_hash      bytea       PRIMARY KEY,
    subscription_id uuid        NOT NULL REFERENCES subscription ON DELETE CASCADE,
    expires_at      timestamptz NOT NULL
);
-- What goes with a subscription when it is deleted.
CREATE INDEX confirmation_of_subscription ON confirmation (subscription_id);

-- Only active ones are unique: whoever asks gets the same answer and a pending one of his own, known or not.
DROP INDEX subscription_once;
CREATE UNIQUE INDEX subscription_once ON subscription (coalesce(lower(email), webhook_url), red_threshold, user_id)
    NULLS NOT DISTINCT WHERE status = 'active';
-- Pending ones of an address, and those that nobody confirmed; there are never many.
CREATE INDEX subscription_pending ON subscription (coalesce(lower(email), webhook_url)) WHERE status = 'pending';

-- Who is told when a webhook is disabled, once that mailbox has agreed.
ALTER TABLE subscription
    ADD COLUMN owner_email     text CHECK (owner_email IS NULL OR webhook_url IS NOT NULL),
    ADD COLUMN owner_confirmed boolean NOT NULL DEFAULT false;

ALTER TABLE delivery
    ADD COLUMN to_owner boolean NOT NULL DEFAULT false, -- by mail, although the alerts go to a webhook
    DROP CONSTRAINT delivery_kind_check,
    ADD CONSTRAINT delivery_kind_check CHECK (kind IN ('alert', 'test', 'confirmation', 'notice'));

-- How much of an allowance is spent: all of it when used_until lies a whole period ahead. Not worth a crash's recovery.
CREATE UNLOGGED TABLE allowance (
    name       text        PRIMARY KEY,
    used_until timestamptz NOT NULL
);
