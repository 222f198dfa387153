import { bigint, integer, pgTable, varchar } from "drizzle-orm/pg-core";

/** Counters of sign-in attempts by account and IP address, shared by all instances. rate-limiter-flexible defines the columns. */
export const throttles = pgTable("throttles", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  /** Milliseconds since 1970; null never expires. */
  expire: bigint("expire", { mode: "number" }),
});
