import { innermostCause } from "@/db/client/errors";
import { redactSecrets } from "./redact";

interface SerializedError {
  type: string;
  message: string;
  /** Code of the innermost cause: an SQLSTATE or a Node.js code such as ECONNREFUSED. */
  code?: unknown;
  /** The message of the outer error, for example the failed statement. */
  context?: string;
  stack?: string | undefined;
}

/**
 * Serializes an error for the log by its innermost cause. Leaves out the objects that libraries attach (pg attaches the
 * whole connection) and the values of a failed statement, which include hashes, tokens and user input.
 */
export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redactSecrets(String(error)) };
  const found = innermostCause(error);
  const cause = found instanceof Error ? found : error;
  const [message, code] = [redactValues(cause.message, cause), codeOf(cause)];
  return {
    type: cause.name === "Error" ? cause.constructor.name : cause.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(cause === error ? {} : { context: redactValues(error.message, error) }),
    stack: error.stack && redactValues(error.stack, error),
  };
}

/** The innermost cause and its code, as fields of a log line without a stack. */
export function reasonFields(error: unknown): { reason: string; code?: unknown } {
  const { message, code } = serializeError(error);
  return { reason: message, ...(code === undefined ? {} : { code }) };
}

const codeOf = (error: Error): unknown => ("code" in error ? error.code : undefined);

/**
 * drizzle appends the values to the message of a failed statement; in a stack, the calls follow. PostgreSQL quotes an
 * invalid value in errors of SQLSTATE class 22 (data exception).
 */
function redactValues(text: string, error: Error): string {
  const plain = /^22/.test(String(codeOf(error)))
    ? text.replaceAll(error.message, error.message.replace(/"[\s\S]*"/, '"…"'))
    : text;
  return redactSecrets(plain.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, ""));
}
