import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RuntimeActor } from "../actor";
import { importedConversationSchema } from "../conversations/contract";
import { importConversations } from "../conversations/import-conversations";
import { linesOf } from "../lines";
import { documentedErrors } from "./documented-errors";
import { toKnown } from "./envelope";
import { headOf } from "./head";
import { requireType, runtimeDocs, runtimeOf } from "./runtime-access";
import type { ApiContext, ApiEnv } from "./types";

const EXAMPLE =
  '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"VOICE-SIP","in_progress":false,"turns":[{"user_input":"Hello"}]}';

/** Text of lines, each of them JSON of this schema: OpenAPI 3.1 has no word for a sequence of values. */
const linesOfSchema = (id: string, description: string) =>
  z.string().meta({
    description,
    contentMediaType: "application/json",
    contentSchema: { $ref: `#/components/schemas/${id}` },
  });

/** A schema as a component of its own: no body of a route is of it, so that the generator does not find it. */
function jsonSchema(schema: z.ZodType) {
  const { $schema: _, ...component } = z.toJSONSchema(schema, {
    io: "input",
    // A format says what its pattern does, in one word.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return component as Parameters<OpenAPIHono["openAPIRegistry"]["registerComponent"]>[2];
}

const lines = linesOfSchema("ImportedConversation", "One conversation a line, each as contentSchema says.");
const news = linesOfSchema("ImportNews", "One object a line, each as contentSchema says.");

const counts = z.object({
  imported: z.int().meta({ description: "Conversations that were not there before." }),
  updated: z.int().meta({ description: "Conversations that a line replaced." }),
  unchanged: z.int().meta({ description: "Lines that are what is stored." }),
  failed: z.int().meta({ description: "Lines that were refused." }),
});
const newsSchema = z.union([
  z.object({ line: z.int().meta({ description: "Counted from 1." }), reason: z.string() }),
  z.object({ stored: counts }),
  z.object({ done: counts }),
  z.object({ error: z.string(), error_code: z.string(), error_id: z.string() }),
]);

const route = createRoute({
  ...runtimeDocs,
  method: "post",
  path: "/runtime/v1/conversations:import",
  operationId: "importConversations",
  summary: "Import conversations, a line each",
  description:
    "JSON Lines of v3 conversations in, JSON Lines out while they are stored: `{line, reason}` for a line that is refused, `{stored}` with the counts after each batch that is safe, `{done}` at the end. A line replaces the whole conversation of its id; a line that is what is stored counts as `unchanged`. Without `{done}` not everything was read: send it again.",
  request: {
    body: { required: true, content: { "application/x-ndjson": { schema: lines, example: EXAMPLE } } },
  },
  responses: {
    200: {
      description: "A line for each piece of news, as it happens.",
      content: { "application/x-ndjson": { schema: news } },
    },
    ...documentedErrors(401, 405, 415, 429, 500, 503),
  },
});

/** Bulk import beside the live calls: the verb of `studio conversations import`. */
export function runtimeImport(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent(
    "schemas",
    "ImportedConversation",
    jsonSchema(importedConversationSchema),
  );
  app.openAPIRegistry.registerComponent("schemas", "ImportNews", jsonSchema(newsSchema));
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
