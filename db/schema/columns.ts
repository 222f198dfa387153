import { customType, timestamp } from "drizzle-orm/pg-core";

/**
 * An identifier: compared byte by byte whatever the server's locale, so that keyset pages and the order that the
 * wire contract promises (`started_at`, then `id`) are the same on every PostgreSQL.
 */
export const identifier = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** Raw bytes: hashes. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** JSON kept as the text it came as: key order and number spelling survive, and reading it costs no parse. */
export const jsonText = customType<{ data: string; driverData: string }>({ dataType: () => "json" });

/** An instant, to the millisecond that the wire shows. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** When the row was written, by the database's clock. */
export const createdAt = () => instant("created_at").notNull().defaultNow();
