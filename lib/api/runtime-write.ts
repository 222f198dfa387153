import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { readJsonObject } from "./body";
import { documentedErrors } from "./documented-errors";
import { answerJson } from "./head";
import { checked, searchable } from "./query";
import { countBody } from "./rate-limit";
import { RUNTIME_BASE, requireType, runtimeDocs, runtimeOf } from "./runtime-access";
import type { ApiEnv } from "./types";

interface Write<S extends z.ZodType, A extends z.ZodType> {
  method: "post" | "patch";
  /** After the conversation's address; empty to start one. */
  path: string;
  operationId: string;
  summary: string;
  description: string;
  body: S;
  example: object;
  answer: A;
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
export function runtimeWrite<S extends z.ZodType, A extends z.ZodType>(
  app: OpenAPIHono<ApiEnv>,
  write: Write<S, A>,
): void {
  const { method, path, operationId, summary, description, body, example, answer, statuses, run } = write;
  const ofOne = path !== "";
  app.openAPIRegistry.registerPath(
    createRoute({
      ...runtimeDocs,
      method,
      path: ofOne ? `${RUNTIME_BASE}/{id}${path}` : RUNTIME_BASE,
      operationId,
      summary,
      description,
      request: {
        ...(ofOne ? { params: conversationParameter } : {}),
        body: { content: { "application/json": { schema: body, example } } },
      },
      responses: {
        ...Object.fromEntries(
          Object.entries(statuses).map(([status, meaning]) => [
            status,
            { description: meaning, content: { "application/json": { schema: answer } } },
          ]),
        ),
        ...documentedErrors(
          400,
          401,
          ...(ofOne ? ([404, 409] as const) : []),
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
  app.on(method.toUpperCase(), ofOne ? `${RUNTIME_BASE}/:id${path}` : RUNTIME_BASE, async (c) => {
    const actor = await runtimeOf(c);
    requireType(c, "application/json");
    const { text, value } = await readJsonObject(c, "RUNTIME_VALIDATION_FAILED");
    await countBody(c, c.get("tokenAlias") ?? "", text.length);
    const input = checked(body, value, "RUNTIME_VALIDATION_FAILED");
    if (input instanceof AppError) throw input;
    const [status, told] = await run(actor, searchable(c.req.param("id") ?? ""), input, text);
    return answerJson(c, told, status);
  });
}

/** The conversation in the path of a runtime's request, for the OpenAPI document. */
export const conversationParameter = z.object({
  id: z.string().meta({ description: "The conversation's id.", example: "CA-demo" }),
});
