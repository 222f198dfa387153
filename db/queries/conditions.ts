import { type Column, type SQL, sql } from "drizzle-orm";

/**
 * Whether a text column has one of the values. All of them are one array parameter: `in (...)` has a parameter per
 * value, and PostgreSQL takes at most 65,535 of them in a statement.
 */
export const anyOf = (column: Column, values: string[]): SQL =>
  sql`${column} = any(${sql.param(values)}::text[])`;

/** Text as a part of a LIKE pattern that means itself. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);
