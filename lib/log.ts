import { randomUUID } from "node:crypto";
import pino, { type Logger } from "pino";
import { describeError } from "./describe-error";
import { settings } from "./env";
import { withoutSecrets } from "./secret-shapes";

const CENSORED = "[redacted]";

// One logger for the process, whichever bundle asks (see db/client.ts).
const slot = globalThis as typeof globalThis & { [key: symbol]: Logger | undefined };
const SLOT = Symbol.for("agent-studio.log");

/**
 * The process's log: JSON lines on standard output. What could hold a secret is never passed in; what stands
 * below is the second line, for something that slipped through.
 */
export function log(): Logger {
  slot[SLOT] ??= pino({
    level: settings().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: describeError,
      headers: () => CENSORED,
      url: (url: unknown) => String(url).split("?", 1)[0],
    },
    // Whatever it is in: nothing that has the shape of a key or a token is written.
    hooks: { streamWrite: withoutSecrets },
    redact: {
      paths: [
        "*.password",
        "*.secret",
        "*.token",
        '*["x-api-key"]',
        "*.authorization",
        "*.cookie",
        "password",
        "secret",
        "token",
        "cookie",
        "authorization",
        "*.headers",
      ],
      censor: CENSORED,
    },
  });
  return slot[SLOT];
}

/** Logs that the database could not be had: one line, without a stack, for there may be many. */
export function logUnavailable(error: unknown, correlationId: string): void {
  log().warn({ correlationId, reason: describeError(error).message }, "the database is not available");
}

/** Logs what the process does not survive. */
export function logFatal(error: unknown): void {
  log().fatal({ err: error }, "an exception that nobody caught; this process ends");
}

/** Logs what nobody expected and returns the correlation id that the person is shown. */
export function logUnexpected(error: unknown, correlationId: string = randomUUID()): string {
  log().error({ correlationId, err: error }, "unexpected error");
  return correlationId;
}
