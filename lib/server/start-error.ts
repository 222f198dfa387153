import { DatabaseError } from "@/db/client/errors";
import { EmbeddedError } from "@/db/embedded/location";
import { SettingsError } from "@/lib/core/env";

/** What keeps the product from starting, in one line for people, with the way out. */
export class StartError extends Error {}

/** The lines for an expected failure to start; null for one that nobody expected. */
export function startErrorMessage(error: unknown): string | null {
  const expected = [StartError, SettingsError, EmbeddedError, DatabaseError];
  return error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : null;
}
