import { customType, timestamp } from "drizzle-orm/pg-core";

/**
 * An identifier. Compared byte by byte for any server locale, so that keyset pagination and the order that the API documents
 * (`started_at`, then `id`) are the same on every PostgreSQL server.
 */
export const identifier = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/**
 * The key that orders rows by name and that a search reads, from `sortKey` (lib/core/name-order.ts), because libraries of
 * PostgreSQL order names differently in each version. It is written with the name. For a name that the previous version writes,
 * a trigger sets it to the name in lowercase until `fillSortKeys` replaces it.
 */
export const sortKeyOfName = () => identifier("sort_key").notNull().default("");

/** Raw bytes: hashes. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** JSON stored as its original text: preserves the order of keys and the spelling of numbers, and is read without parsing. */
export const jsonText = customType<{ data: string; driverData: string }>({ dataType: () => "json" });

/** A time with the precision of the API, a millisecond. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** When the row was inserted, by the database's clock. */
export const createdAt = () => instant("created_at").notNull().defaultNow();
