import { EmbeddedError } from "@/db/embedded-place";
import { DatabaseError } from "@/db/errors";
import { SettingsError } from "../env";

/** What keeps the product from starting, in one line for people, with the way out. */
export class StartError extends Error {}

/** The lines for an expected failure to start; null for one that nobody expected. */
export function startFailure(error: unknown): string | null {
  const expected = [StartError, SettingsError, EmbeddedError, DatabaseError];
  return error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : null;
}
