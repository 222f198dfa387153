import { withoutSecrets } from "./secret-shapes";

interface Described {
  type: string;
  message: string;
  code?: unknown;
  stack?: string | undefined;
  cause?: Described;
}

/**
 * What a log tells of an error: not the objects that libraries hang on it (pg its whole connection), and not the values
 * of a failed statement, among which are hashes, tokens and what people typed.
 */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  return {
    type: error.name === "Error" ? error.constructor.name : error.name,
    message: withoutValues(error.message),
    ...("code" in error ? { code: error.code } : {}),
    stack: error.stack && withoutValues(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** drizzle ends the message of a failed statement with its values; in a stack the calls follow. */
const withoutValues = (text: string): string =>
  withoutSecrets(text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, ""));
