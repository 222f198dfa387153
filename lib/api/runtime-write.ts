import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { unwrap } from "@/lib/core/parsed";
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
  /** The path after the conversation's; empty to start a conversation. */
  path: string;
  operationId: string;
  summary: string;
  description: string;
  body: S;
  example: object;
  responseSchema: A;
  statuses: Record<number, string>;
  /** @param text the unparsed body */
  run: (
    actor: RuntimeActor,
    id: string,
    input: z.output<S>,
    text: string,
  ) => Promise<[200 | 201, z.input<A> & object]>;
}

/** Registers a write operation of a runtime: authenticates the token, validates the JSON body and runs the verb. */
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
    const { actor, tokenAlias } = await authenticateRuntimeRequest(c);
    const mediaType = requireContentType(c, "application/json");
    const { text, value } = await readJsonObject(c, mediaType, "RUNTIME_VALIDATION_FAILED");
    await rateLimitBody(c, tokenAlias, text.length);
    const input = unwrap(validateInput(body, value, "RUNTIME_VALIDATION_FAILED"));
    const [status, responseBody] = await run(actor, toPgText(c.req.param("id") ?? ""), input, text);
    return jsonResponse(c, responseBody, status);
  });
}

/** The path parameters of a conversation, for the OpenAPI document. */
export const conversationPathParams = z.object({
  id: z.string().meta({ description: "The conversation's ID.", example: "CA-demo" }),
});
