-- The indexes that these replace are dropped afterwards, beside running requests (db/migrate.ts).
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_creation" ON "api_keys" USING btree ("workspace_id","created_at","id","name","expires_at","all_agents");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_name" ON "api_keys" USING btree ("workspace_id",lower("name"),"id","name","expires_at","all_agents");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_expiry" ON "api_keys" USING btree ("workspace_id","expires_at","id","name","all_agents","created_at","last_used_minute");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_last_use" ON "api_keys" USING btree ("workspace_id","last_used_minute","id","name","expires_at","all_agents");
