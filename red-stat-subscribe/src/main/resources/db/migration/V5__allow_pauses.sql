-- A paused subscription is told of nothing until its owner resumes it; like a disabled one it is out of the way of a new one.
ALTER TABLE subscription
    DROP CONSTRAINT subscription_status_check,
    ADD CONSTRAINT subscription_status_check CHECK (status IN ('active', 'pending', 'paused', 'disabled'));
-- Those of a mailbox that wants nothing any more; there are never many.
CREATE INDEX subscription_paused ON subscription (coalesce(lower(email), webhook_url)) WHERE status = 'paused';
