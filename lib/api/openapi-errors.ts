import { z } from "@hono/zod-openapi";

/** The one envelope that every error comes in. */
const errorSchema = z
  .object({
    success: z.literal(false),
    error: z.string().meta({ description: "What happened and what to change." }),
    error_id: z.string().meta({ description: "The correlation id, as in X-PolyAI-Correlation-Id." }),
    error_code: z.string().meta({ description: "Stable, for programs.", example: "AUTH_USER_INVALID_TOKEN" }),
    error_message: z.string(),
    data: z.null(),
  })
  .meta({ id: "Error" });

const DESCRIPTIONS = {
  400: "A parameter is not valid; the message names it.",
  401: "The key is missing, malformed, unknown, deleted or expired: one answer for all of these.",
  403: "A good key without the permission, or not for this agent.",
  404: "Unknown, or another workspace's.",
  405: "The address does not take this method; `Allow` lists those it takes.",
  408: "The body did not arrive in time.",
  409: "Not together with what is there already.",
  410: "Retired.",
  412: "The agent is still on Conversations v1.",
  413: "The body is larger than 1 MiB.",
  415: "This content type is not accepted.",
  429: "Over the rate limit; Retry-After says how long to wait.",
  500: "Our fault. Quote the error_id.",
  501: "Not available yet.",
  503: "Busy or starting; Retry-After says how long to wait.",
} as const;

/** The error answers of a route, for the OpenAPI document. */
export const openApiErrors = (...statuses: (keyof typeof DESCRIPTIONS)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: DESCRIPTIONS[status], content: { "application/json": { schema: errorSchema } } },
    ]),
  );
