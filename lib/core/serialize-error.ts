import { innermostCause } from "@/db/client/errors";
import { redactSecrets } from "./redact";

interface SerializedError {
  type: string;
  /** Of the innermost cause. */
  message: string;
  /** Of the innermost cause: an SQLSTATE or one of node's, such as ECONNREFUSED. */
  code?: unknown;
  /** What was being done when it failed: the statement, say. */
  context?: string;
  stack?: string | undefined;
}

/**
 * What a log says of an error: its innermost cause, not the objects that libraries attach to it (pg its whole
 * connection), and not the values of a failed statement, which include hashes, tokens and what people typed.
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

/** The innermost cause and its code, as fields of a line of the log that needs no stack. */
export function reasonFields(error: unknown): { reason: string; code?: unknown } {
  const { message, code } = serializeError(error);
  return { reason: message, ...(code === undefined ? {} : { code }) };
}

const codeOf = (error: Error): unknown => ("code" in error ? error.code : undefined);

/**
 * drizzle ends the message of a failed statement with its values; in a stack the calls follow. PostgreSQL quotes the value
 * that it cannot understand: that is SQLSTATE class 22.
 */
function redactValues(text: string, error: Error): string {
  const plain = /^22/.test(String(codeOf(error)))
    ? text.replaceAll(error.message, error.message.replace(/"[\s\S]*"/, '"…"'))
    : text;
  return redactSecrets(plain.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, ""));
}
