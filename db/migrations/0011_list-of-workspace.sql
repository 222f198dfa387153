-- safe: reads go on; writes of conversations wait until it is built, some two seconds for each million there are
-- What it replaces is dropped afterwards, beside running requests (db/migrate.ts).
CREATE INDEX "conversations_of_workspace" ON "conversations" USING btree ("workspace_id",lower("environment"),"started_at","id","agent_id","environment");
