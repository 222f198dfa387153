DROP INDEX "api_key_agents_agent";--> statement-breakpoint
DROP INDEX "api_keys_created_at";--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_minute" timestamp (3) with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
UPDATE "api_keys" SET "last_used_minute" = date_trunc('minute', "api_key_usage"."last_used_at") FROM "api_key_usage" WHERE "api_key_usage"."workspace_id" = "api_keys"."workspace_id" AND "api_key_usage"."key_id" = "api_keys"."id";--> statement-breakpoint
CREATE INDEX "api_key_agents_agent_keys" ON "api_key_agents" USING btree ("workspace_id","agent_id","key_id");--> statement-breakpoint
CREATE INDEX "api_keys_newest" ON "api_keys" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "api_keys_last_used" ON "api_keys" USING btree ("workspace_id","last_used_minute","id");