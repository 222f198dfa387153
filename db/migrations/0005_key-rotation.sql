ALTER TABLE "api_keys" ADD COLUMN "replaces_id" text collate "C";--> statement-breakpoint
CREATE INDEX "api_keys_replaces" ON "api_keys" USING btree ("workspace_id","replaces_id") WHERE "api_keys"."replaces_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_target" ON "audit_entries" USING btree ("workspace_id","target_id","action");