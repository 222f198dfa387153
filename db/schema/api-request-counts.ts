import { bigint, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { identifier, instant } from "./columns";

/** The number of requests per key, quarter of an hour, endpoint and status class (2 for 2xx …), for charts. */
export const apiRequestCounts = pgTable(
  "api_request_counts",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    /** The start of the quarter: days begin at a quarter of an hour in every zone. Older rows count whole hours. */
    start: instant("hour").notNull(),
    endpoint: text("endpoint").notNull(),
    statusClass: smallint("status_class").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.keyId, t.start, t.endpoint, t.statusClass] })],
);
