-- safe: reads go on; writes of conversations wait until it is built, some two seconds for each million there are
CREATE INDEX "conversations_of_workspace" ON "conversations" USING btree ("workspace_id",lower("environment"),"started_at","id","agent_id","environment");
--> statement-breakpoint
-- safe: while it still runs, the previous version sorts for lists of every agent, a second for each million there are
DROP INDEX "conversations_by_workspace";
