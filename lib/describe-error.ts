import { innermost } from "@/db/errors";
import { withoutSecrets } from "./secret-shapes";

interface Described {
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
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  const found = innermost(error);
  const cause = found instanceof Error ? found : error;
  const [message, code] = [withoutValues(cause.message, cause), codeOf(cause)];
  return {
    type: cause.name === "Error" ? cause.constructor.name : cause.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(cause === error ? {} : { context: withoutValues(error.message, error) }),
    stack: error.stack && withoutValues(error.stack, error),
  };
}

/** The innermost cause and its code, as fields of a line of the log that needs no stack. */
export function reasonFields(error: unknown): { reason: string; code?: unknown } {
  const { message, code } = describeError(error);
  return { reason: message, ...(code === undefined ? {} : { code }) };
}

const codeOf = (error: Error): unknown => ("code" in error ? error.code : undefined);

/**
 * drizzle ends the message of a failed statement with its values; in a stack the calls follow. PostgreSQL quotes the value
 * that it cannot understand: that is SQLSTATE class 22.
 */
function withoutValues(text: string, error: Error): string {
  const plain = /^22/.test(String(codeOf(error)))
    ? text.replaceAll(error.message, error.message.replace(/"[\s\S]*"/, '"…"'))
    : text;
  return withoutSecrets(plain.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, ""));
}
