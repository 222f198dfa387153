import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * A condition that a text column equals one of the values. Uses one array parameter, because `in (...)` takes a parameter
 * per value and PostgreSQL allows at most 65,535 per statement.
 */
export const anyOf = (column: Column, values: string[]): SQL =>
  sql`${column} = any(${sql.param(values)}::text[])`;

/** Escapes text for use in a LIKE pattern, so that it matches literally. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

/** The domain of a stored email address. Its local part contains no @. */
export const emailDomain = (column: Column): SQL<string> => sql<string>`split_part(${column}, '@', 2)`;

/** True for a domain with a label in Punycode, which is shown in Unicode. */
export const hasUnicodeDomain = (column: Column): SQL => sql`${column} like '%@%xn--%'`;
