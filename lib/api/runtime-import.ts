import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RuntimeActor } from "../actor";
import { importConversations } from "../conversations/import-conversations";
import { linesOf } from "../lines";
import { documentedErrors } from "./documented-errors";
import { toKnown } from "./envelope";
import { headOf } from "./head";
import { requireType, runtimeDocs, runtimeOf } from "./runtime-access";
import type { ApiContext, ApiEnv } from "./types";

const EXAMPLE =
  '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"VOICE-SIP","in_progress":false,"turns":[{"user_input":"Hello"}]}';

const route = createRoute({
  ...runtimeDocs,
  method: "post",
  path: "/runtime/v1/conversations:import",
  operationId: "importConversations",
  summary: "Import conversations, a line each",
  description:
    "JSON Lines of v3 conversations in, JSON Lines out while they are stored: `{line, reason}` for a line that is refused, `{stored}` with the counts after each batch that is safe, `{done}` at the end. What a line says is stored as it is; sending it again changes nothing. Without `{done}` not everything was read: send it again.",
  request: {
    body: { required: true, content: { "application/x-ndjson": { schema: z.string(), example: EXAMPLE } } },
  },
  responses: {
    200: {
      description: "A line for each piece of news, as it happens.",
      content: { "application/x-ndjson": { schema: z.string() } },
    },
    ...documentedErrors(401, 405, 415, 429, 500, 503),
  },
});

/** Bulk import beside the live calls: the verb of `studio conversations import`. */
export function runtimeImport(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  // A colon at a segment's beginning would be a parameter's; within one it is a colon.
  app.post("/runtime/v1/conversations:import", async (c) => {
    const actor = await runtimeOf(c);
    requireType(c, "application/x-ndjson", "application/jsonl");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    void importInto(writable, c, actor);
    return new Response(readable, {
      headers: headOf(c, { "Content-Type": "application/x-ndjson; charset=UTF-8" }),
    });
  });
}

async function importInto(
  writable: WritableStream<Uint8Array>,
  c: ApiContext,
  actor: RuntimeActor,
): Promise<void> {
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const tell = (news: object) => writer.write(encoder.encode(`${JSON.stringify(news)}\n`));
  try {
    const lines = linesOf(c.env.incoming ?? Readable.from([]));
    const { errors: _, ...done } = await importConversations(actor, actor.agentId, lines, tell);
    await tell({ done });
    await writer.close();
  } catch (error) {
    if (c.env.outgoing?.destroyed) return;
    const known = toKnown(c, error);
    // The status is told already; what was stored stays stored.
    await tell({ error: known.message, error_code: known.code, error_id: c.env.correlationId })
      .then(() => writer.close())
      .catch(() => {});
  }
}
