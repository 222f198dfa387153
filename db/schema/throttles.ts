import { bigint, integer, pgTable, varchar } from "drizzle-orm/pg-core";

/** Counters of tries by account and address, shared by every instance. Columns are rate-limiter-flexible's. */
export const throttles = pgTable("throttles", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  /** Milliseconds since 1970; null never expires. */
  expire: bigint("expire", { mode: "number" }),
});
