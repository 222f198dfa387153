import { randomUUID } from "node:crypto";
import pino, { type Logger, type LoggerOptions } from "pino";
import { settings } from "./env";
import { LogDeduplicator } from "./log-deduplication";
import { redactSecrets } from "./redact";
import { reasonFields, serializeError } from "./serialize-error";
import { singleton } from "./singleton";

const REDACTED = "[redacted]";
const { warn: WARN = 40, fatal: FATAL = 60 } = pino.levels.values;

type LogHook = NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]>;

/**
 * The log of the process: JSON lines on standard output. Callers never pass a value that may contain a secret; the
 * redaction below is the second line of defense.
 */
export const log = singleton("log", createLogger);

function createLogger(): Logger {
  const repeats = new LogDeduplicator();
  process.once("exit", () => repeats.flush());
  return pino({
    level: settings().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: serializeError,
      headers: () => REDACTED,
      url: (url: unknown) => String(url).split("?", 1)[0],
    },
    // Redacts anything with the shape of a key or a token, wherever it appears in the line.
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
}

/** Deduplicates warnings and errors. Fatal errors are written at once. */
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

/** Logs that the database is unavailable, without a stack, because there may be many such lines. */
export function logUnavailable(error: unknown, correlationId: string): void {
  log().warn({ correlationId, ...reasonFields(error) }, "database unavailable");
}

/** Logs an error that ends the process. */
export function logFatal(error: unknown): void {
  log().fatal({ err: error }, "uncaught exception; the process exits");
}

/** Logs an unexpected error and returns the correlation ID that is shown to the user. */
export function logUnexpected(error: unknown, correlationId: string = randomUUID()): string {
  log().error({ correlationId, err: error }, "unexpected error");
  return correlationId;
}
