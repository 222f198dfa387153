import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "@/lib/core/errors";
import type { RuntimeActor } from "@/lib/features/actor";
import { readJsonObject } from "./http/body";
import type { ApiEnv } from "./http/context";
import { rateLimitBody } from "./http/rate-limit";
import { toPgText, validateInput } from "./http/request";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";
import {
  authenticateRuntimeRequest,
  RUNTIME_BASE_PATH,
  requireContentType,
  runtimeOperation,
} from "./runtime-auth";

interface RuntimeWrite<S extends z.ZodType, A extends z.ZodType> {
  method: "post" | "patch";
  /** After the conversation's address; empty to start one. */
  path: string;
  operationId: string;
  summary: string;
  description: string;
  body: S;
  example: object;
  responseSchema: A;
  statuses: Record<number, string>;
  /** @param text the body as it came */
  run: (
    actor: RuntimeActor,
    id: string,
    input: z.output<S>,
    text: string,
  ) => Promise<[200 | 201, z.input<A> & object]>;
}

/** Adds one of the writes of a runtime: who asks, a JSON object that is checked, a verb, an answer. */
export function registerRuntimeWrite<S extends z.ZodType, A extends z.ZodType>(
  app: OpenAPIHono<ApiEnv>,
  write: RuntimeWrite<S, A>,
): void {
  const { method, path, operationId, summary, description, body, example, responseSchema, statuses, run } =
    write;
  const hasId = path !== "";
  app.openAPIRegistry.registerPath(
    createRoute({
      ...runtimeOperation,
      method,
      path: hasId ? `${RUNTIME_BASE_PATH}/{id}${path}` : RUNTIME_BASE_PATH,
      operationId,
      summary,
      description,
      request: {
        ...(hasId ? { params: conversationPathParams } : {}),
        body: { content: { "application/json": { schema: body, example } } },
      },
      responses: {
        ...Object.fromEntries(
          Object.entries(statuses).map(([status, meaning]) => [
            status,
            { description: meaning, content: { "application/json": { schema: responseSchema } } },
          ]),
        ),
        ...openApiErrors(
          400,
          401,
          ...(hasId ? ([404, 409] as const) : []),
          405,
          408,
          413,
          415,
          429,
          500,
          503,
        ),
      },
    }),
  );
  app.on(method.toUpperCase(), hasId ? `${RUNTIME_BASE_PATH}/:id${path}` : RUNTIME_BASE_PATH, async (c) => {
    const actor = await authenticateRuntimeRequest(c);
    requireContentType(c, "application/json");
    const { text, value } = await readJsonObject(c, "RUNTIME_VALIDATION_FAILED");
    await rateLimitBody(c, c.get("tokenAlias") ?? "", text.length);
    const input = validateInput(body, value, "RUNTIME_VALIDATION_FAILED");
    if (input instanceof AppError) throw input;
    const [status, responseBody] = await run(actor, toPgText(c.req.param("id") ?? ""), input, text);
    return jsonResponse(c, responseBody, status);
  });
}

/** The conversation in the path of a runtime's request, for the OpenAPI document. */
export const conversationPathParams = z.object({
  id: z.string().meta({ description: "The conversation's id.", example: "CA-demo" }),
});
