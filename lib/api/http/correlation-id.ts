import { randomUUID } from "node:crypto";
import { hstsHeaders } from "@/lib/core/hsts";
import { redactSecretsInPath } from "@/lib/core/redact";

/** The header of the correlation ID, in requests and responses. */
export const CORRELATION_ID_HEADER = "X-PolyAI-Correlation-Id";

/** A correlation ID that may be echoed: 1–128 visible ASCII characters. */
const VALID_ID = /^[\x21-\x7e]{1,128}$/;

/** Returns the client's correlation ID if it is valid and contains no secret of ours, otherwise a new one. */
export const correlationIdFor = (sent: string | undefined): string =>
  sent && VALID_ID.test(sent) && redactSecretsInPath(sent) === sent ? sent : randomUUID();

/** The headers of every response, errors and rejections included. A new object, which the caller may add to. */
export const baseHeaders = (correlationId: string): Record<string, string> =>
  // Object spread took ten times as long.
  Object.assign(
    {
      [CORRELATION_ID_HEADER]: correlationId,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
    },
    hstsHeaders(),
  );
