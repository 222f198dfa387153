ALTER TABLE "api_keys" ADD COLUMN "sort_key" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sort_key" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "folded_names" text DEFAULT '' NOT NULL;--> statement-breakpoint
-- For names that the previous version writes. The server replaces these keys (lib/features/workspaces/fill-sort-keys.ts).
CREATE FUNCTION set_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.sort_key := lower(NEW.name);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "api_keys_sort_key_on_insert" BEFORE INSERT ON "api_keys" FOR EACH ROW
  WHEN (NEW.sort_key = '') EXECUTE FUNCTION set_sort_key();
--> statement-breakpoint
CREATE TRIGGER "api_keys_sort_key_on_update" BEFORE UPDATE OF "name" ON "api_keys" FOR EACH ROW
  WHEN (NEW.name <> OLD.name AND NEW.sort_key = OLD.sort_key) EXECUTE FUNCTION set_sort_key();
--> statement-breakpoint
CREATE TRIGGER "users_sort_key_on_insert" BEFORE INSERT ON "users" FOR EACH ROW
  WHEN (NEW.sort_key = '') EXECUTE FUNCTION set_sort_key();
--> statement-breakpoint
CREATE TRIGGER "users_sort_key_on_update" BEFORE UPDATE OF "name" ON "users" FOR EACH ROW
  WHEN (NEW.name <> OLD.name AND NEW.sort_key = OLD.sort_key) EXECUTE FUNCTION set_sort_key();
--> statement-breakpoint
-- The indexes that these replace are dropped afterwards, while requests run (db/migrate.ts).
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_created" ON "api_keys" USING btree ("workspace_id","created_at","id","sort_key","expires_at","all_agents");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_sort_key" ON "api_keys" USING btree ("workspace_id","sort_key","id","expires_at","all_agents");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_expires" ON "api_keys" USING btree ("workspace_id","expires_at","id","sort_key","all_agents","created_at","last_used_minute");
--> statement-breakpoint
-- safe: reads go on; changes of keys wait until it is built, about two seconds for each million there are
CREATE INDEX "api_keys_by_used" ON "api_keys" USING btree ("workspace_id","last_used_minute","id","sort_key","expires_at","all_agents");
--> statement-breakpoint
-- Names are found by their parts where the role may create pg_trgm and btree_gin, as in 0010.
-- safe: reads go on; changes of keys wait until it is built, which is quick because the keys are empty
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;
  CREATE INDEX "api_keys_sort_key_parts" ON "api_keys" USING gin ("workspace_id","sort_key" gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE NOTICE 'Searching names of keys will look at each: %', SQLERRM;
END $$;
