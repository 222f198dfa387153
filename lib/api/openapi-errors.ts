import { z } from "@hono/zod-openapi";

/** The body of every error response. */
const errorSchema = z
  .object({
    success: z.literal(false),
    error: z.string().meta({ description: "What happened and how to fix it." }),
    error_id: z.string().meta({ description: "The correlation ID, as in X-PolyAI-Correlation-Id." }),
    error_code: z
      .string()
      .meta({ description: "Stable code for programs.", example: "AUTH_USER_INVALID_TOKEN" }),
    error_message: z.string(),
    data: z.null(),
  })
  .meta({ id: "Error" });

const DESCRIPTIONS = {
  400: "A parameter is invalid; the message names it.",
  401: "The API key or runtime token is missing, malformed, unknown, replaced, deleted or expired. The response is the same for all of these.",
  403: "The key is valid but lacks the permission or does not cover this agent.",
  404: "Not found, or in another workspace.",
  405: "The method is not allowed for this path; `Allow` lists the allowed methods.",
  408: "The body did not arrive in time.",
  409: "Conflicts with existing data.",
  412: "The agent is still on Conversations v1.",
  413: "The body exceeds 1 MiB, or a packed import 64 MiB.",
  415: "The content type, its charset or the Content-Encoding is not accepted. For an encoding, `Accept-Encoding` lists what is accepted.",
  429: "Rate limit exceeded; Retry-After gives the seconds to wait.",
  500: "Internal error. Quote the error_id when you report it.",
  501: "Not available yet.",
  503: "Temporarily unavailable; Retry-After gives the seconds to wait.",
} as const;

/** The error responses of a route, for the OpenAPI document. */
export const openApiErrors = (...statuses: (keyof typeof DESCRIPTIONS)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: DESCRIPTIONS[status], content: { "application/json": { schema: errorSchema } } },
    ]),
  );
