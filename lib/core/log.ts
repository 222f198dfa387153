import { randomUUID } from "node:crypto";
import pino, { type Logger, type LoggerOptions } from "pino";
import { settings } from "./env";
import { LogDeduplicator } from "./log-deduplication";
import { redactSecrets } from "./redact";
import { reasonFields, serializeError } from "./serialize-error";

const REDACTED = "[redacted]";
const { warn: WARN = 40, fatal: FATAL = 60 } = pino.levels.values;

type LogHook = NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]>;

// One logger for the process, whichever bundle asks (see db/client/client.ts).
const slot = globalThis as typeof globalThis & { [key: symbol]: Logger | undefined };
const SLOT = Symbol.for("agent-studio.log");

/**
 * The process's log: JSON lines on standard output. What could hold a secret is never passed in; what stands
 * below is the second line, for something that slipped through.
 */
export function log(): Logger {
  if (slot[SLOT]) return slot[SLOT];
  const repeats = new LogDeduplicator();
  process.once("exit", () => repeats.flush());
  slot[SLOT] = pino({
    level: settings().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: serializeError,
      headers: () => REDACTED,
      url: (url: unknown) => String(url).split("?", 1)[0],
    },
    // Whatever it is in: nothing that has the shape of a key or a token is written.
    hooks: { streamWrite: redactSecrets, logMethod: deduplicate(repeats) },
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
      censor: REDACTED,
    },
  });
  return slot[SLOT];
}

/** Warnings and errors pass through the limiter. What a process does not survive is written as it is. */
function deduplicate(repeats: LogDeduplicator): LogHook {
  return function (args, method, level) {
    if (level < WARN || level >= FATAL) return method.apply(this, args);
    const [first, message] = args as unknown[];
    const line: [Record<string, unknown>, string] =
      typeof first === "object" && first !== null
        ? [{ ...first }, String(message ?? "")]
        : [{}, String(first)];
    repeats.write(level, line, (...written) => method.apply(this, written));
  };
}

/** Logs that the database is not available: one line, without a stack, for there may be many. */
export function logUnavailable(error: unknown, correlationId: string): void {
  log().warn({ correlationId, ...reasonFields(error) }, "the database is not available");
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
