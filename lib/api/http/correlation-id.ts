import { randomUUID } from "node:crypto";
import { hstsHeaders } from "@/lib/core/hsts";
import { redactSecrets } from "@/lib/core/redact";

/** The header that carries it, both ways. */
export const CORRELATION_ID_HEADER = "X-PolyAI-Correlation-Id";

/** A correlation id that may be echoed: 1–128 visible ASCII characters. */
const VALID_ID = /^[\x21-\x7e]{1,128}$/;

/** The request's correlation id: the one that the client sent, if it is sane and no secret of ours, or a fresh one. */
export const correlationIdFor = (sent: string | undefined): string =>
  sent && VALID_ID.test(sent) && redactSecrets(sent) === sent ? sent : randomUUID();

/** What every answer carries, errors and refusals too; for whoever asks to add to. */
export const baseHeaders = (correlationId: string): Record<string, string> =>
  // Spread into each other, these records took ten times as long.
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
