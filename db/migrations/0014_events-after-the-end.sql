-- Locks conversations before the other tables, as a runtime's writes do, so that the two cannot deadlock.
-- A trigger, so that imports and the previous version mark ended calls, too.
CREATE FUNCTION mark_ended_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE external_event_counters SET call_ended = NOT NEW.in_progress
  WHERE workspace_id = NEW.workspace_id AND agent_id = NEW.agent_id AND conversation_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER conversations_ended AFTER UPDATE OF in_progress ON conversations
  FOR EACH ROW WHEN (OLD.in_progress <> NEW.in_progress) EXECUTE FUNCTION mark_ended_call();
--> statement-breakpoint
ALTER TABLE "external_event_counters" ADD COLUMN "call_ended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "external_events" ADD COLUMN "bound_to_call" boolean DEFAULT true NOT NULL;--> statement-breakpoint
-- Only calls that can still get events. Calls cannot end meanwhile: the trigger's lock lasts until the commit.
UPDATE external_event_counters AS counter SET call_ended = true
FROM external_event_ids AS issued, conversations AS call
WHERE issued.expires_at > now() AND NOT call.in_progress
  AND call.workspace_id = issued.workspace_id AND call.agent_id = issued.agent_id AND call.id = issued.conversation_id
  AND counter.workspace_id = call.workspace_id AND counter.agent_id = call.agent_id AND counter.conversation_id = call.id;
