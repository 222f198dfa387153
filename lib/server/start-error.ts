import { DatabaseError } from "@/db/client/errors";
import { EmbeddedError } from "@/db/embedded/location";
import { SettingsError } from "@/lib/core/env";

/** An expected failure to start: one line for the operator that says what to do. */
export class StartError extends Error {}

/** The message of an expected failure to start; null for an unexpected error. */
export function startErrorMessage(error: unknown): string | null {
  const expected = [StartError, SettingsError, EmbeddedError, DatabaseError];
  return error instanceof Error && expected.some((kind) => error instanceof kind) ? error.message : null;
}
