import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "../errors";
import { rawMember } from "../raw-json";
import { appendTurn } from "../runtime/append-turn";
import {
  appendTurnInput,
  endConversationInput,
  handoffInput,
  issueEventIdInput,
  listEventsQuery,
  startConversationInput,
  statePatchInput,
  writeMetricInput,
} from "../runtime/contract";
import { endConversation } from "../runtime/end-conversation";
import { issueEventId } from "../runtime/issue-event-id";
import { listEvents } from "../runtime/list-events";
import { patchState } from "../runtime/patch-state";
import { recogniseRuntime } from "../runtime/recognise-runtime";
import { recordHandoff } from "../runtime/record-handoff";
import type { RuntimeActor } from "../runtime/runtime-actor";
import { startConversation } from "../runtime/start-conversation";
import { writeMetric } from "../runtime/write-metric";
import { readJsonObject } from "./body";
import { documentedErrors } from "./documented-errors";
import { invalidParameter, queryOf, searchable } from "./query";
import type { ApiContext, ApiEnv } from "./types";

const BASE = "/runtime/v1/conversations";
const INVALID = "RUNTIME_VALIDATION_FAILED";

interface Write<S extends z.ZodType> {
  method: "post" | "patch";
  /** After the conversation's address; empty to start one. */
  path: string;
  summary: string;
  body: S;
  statuses: Record<number, string>;
  run: (actor: RuntimeActor, id: string, input: z.output<S>, text: string) => Promise<[200 | 201, object]>;
}

/** How an agent's runtime feeds its calls in. */
export function runtime(app: OpenAPIHono<ApiEnv>): void {
  const write = <S extends z.ZodType>({ method, path, summary, body, statuses, run }: Write<S>) => {
    const ofOne = path !== "";
    app.openAPIRegistry.registerPath(
      createRoute({
        method,
        path: ofOne ? `${BASE}/{id}${path}` : BASE,
        summary,
        tags: ["Runtime"],
        security: [{ RuntimeToken: [] }],
        request: {
          ...(ofOne ? { params: z.object({ id: z.string() }) } : {}),
          body: { content: { "application/json": { schema: body } } },
        },
        responses: {
          ...Object.fromEntries(
            Object.entries(statuses).map(([status, description]) => [status, { description }]),
          ),
          ...documentedErrors(400, 401, 404, 409, 413, 415, 500),
        },
      }),
    );
    app.on(method.toUpperCase(), ofOne ? `${BASE}/:id${path}` : BASE, async (c) => {
      const actor = await actorOf(c);
      requireJson(c);
      const { text, value } = await readJsonObject(c, INVALID);
      const parsed = body.safeParse(value);
      if (!parsed.success) throw invalidParameter(parsed.error, INVALID);
      const [status, answer] = await run(actor, searchable(c.req.param("id") ?? ""), parsed.data, text);
      return c.json(answer, status);
    });
  };

  write({
    method: "post",
    path: "",
    summary: "Start a conversation",
    body: startConversationInput,
    statuses: { 201: "Started.", 200: "It was there already." },
    run: async (actor, _, input) => {
      const { id, created } = await startConversation(actor, input);
      return [created ? 201 : 200, { id }];
    },
  });
  write({
    method: "post",
    path: "/turns",
    summary: "Add a turn",
    body: appendTurnInput,
    statuses: { 201: "Added.", 200: "It was there already." },
    run: async (actor, id, input) => [
      (await appendTurn(actor, id, input)) ? 201 : 200,
      { index: input.index },
    ],
  });
  write({
    method: "post",
    path: "/metrics",
    summary: "Write a metric",
    body: writeMetricInput,
    statuses: { 200: "Written." },
    run: async (actor, id, input) => {
      await writeMetric(actor, id, input);
      return [200, { name: input.name }];
    },
  });
  write({
    method: "patch",
    path: "/state",
    summary: "Merge into the state",
    body: statePatchInput,
    statuses: { 200: "Merged." },
    run: async (actor, id, _, text) => {
      await patchState(actor, id, text);
      return [200, { id }];
    },
  });
  write({
    method: "post",
    path: "/handoff",
    summary: "Hand the call on",
    body: handoffInput,
    statuses: { 201: "Recorded." },
    run: async (actor, id, input, text) => {
      await recordHandoff(actor, id, input, rawMember(text, "data") ?? "{}");
      return [201, { id }];
    },
  });
  write({
    method: "post",
    path: "/external-events",
    summary: "Issue an external event id",
    body: issueEventIdInput,
    statuses: { 201: "Issued, for an hour." },
    run: async (actor, id, input) => [201, await issueEventId(actor, id, input)],
  });
  write({
    method: "post",
    path: "/end",
    summary: "End the conversation",
    body: endConversationInput,
    statuses: { 200: "Ended." },
    run: async (actor, id, input) => {
      await endConversation(actor, id, input);
      return [200, { id }];
    },
  });

  app.openAPIRegistry.registerPath(
    createRoute({
      method: "get",
      path: `${BASE}/{id}/external-events`,
      summary: "Wait for external events",
      tags: ["Runtime"],
      security: [{ RuntimeToken: [] }],
      request: { params: z.object({ id: z.string() }), query: listEventsQuery },
      responses: {
        200: { description: "The events after `after`, in order." },
        ...documentedErrors(400, 401, 404, 500),
      },
    }),
  );
  app.get(`${BASE}/:id/external-events`, async (c) => {
    const actor = await actorOf(c);
    const parsed = listEventsQuery.safeParse(queryOf(c));
    if (!parsed.success) throw invalidParameter(parsed.error, INVALID);
    return c.json(await listEvents(actor, searchable(c.req.param("id")), parsed.data, c.req.raw.signal));
  });
}

const actorOf = (c: ApiContext): Promise<RuntimeActor> =>
  recogniseRuntime(/^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1]);

function requireJson(c: ApiContext): void {
  const type = (c.req.header("content-type") ?? "application/json").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
}
