-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_conversations" ON "api_keys" USING btree ("workspace_id") WHERE 'conversations' = any("api_keys"."permissions");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_handoff" ON "api_keys" USING btree ("workspace_id") WHERE 'handoff' = any("api_keys"."permissions");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_external_events" ON "api_keys" USING btree ("workspace_id") WHERE 'external_events' = any("api_keys"."permissions");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_all_agents" ON "api_keys" USING btree ("workspace_id") WHERE "api_keys"."all_agents";
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_secret_start" ON "api_keys" USING btree ("workspace_id","secret_start");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about a second for each million there are
CREATE INDEX "api_keys_secret_end" ON "api_keys" USING btree ("workspace_id","secret_end");
--> statement-breakpoint
-- Names are found by their parts, those of a workspace only, where the role may have pg_trgm and btree_gin, which
-- PostgreSQL ships; without them, by a look at each.
-- safe: reads go on; changes of keys wait until it is built, some 20 s for each million there are
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;
  CREATE INDEX "api_keys_name_parts" ON "api_keys" USING gin ("workspace_id",lower("name") gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE NOTICE 'Searching names of keys will look at each: %', SQLERRM;
END $$;
