import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RuntimeActor } from "../actor";
import { importedConversationSchema } from "../conversations/contract";
import { importConversations } from "../conversations/import-conversations";
import { AppError } from "../errors";
import { type Line, linesOf } from "../lines";
import { documentedErrors } from "./documented-errors";
import { toKnown } from "./envelope";
import { headOf, setField } from "./head";
import { waitForLine } from "./rate-limit";
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
    // What is checked by hand says in its metadata what it is.
    unrepresentable: "any",
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
    "JSON Lines of v3 conversations in, JSON Lines out while they are stored: `{line, reason}` for a line that is refused, `{stored}` with the counts after each batch that is safe, `{done}` at the end. A line replaces the whole conversation of its id; a line that is what is stored counts as `unchanged`, and one that would change the `started_at` of a known conversation is refused. Lines that come faster than the rate limit of imports wait. Without `{done}` not everything was read: send it again.",
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
    const alias = c.get("tokenAlias") ?? "";
    const end = begin(c, alias);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    void importInto(writable, c, actor, paced(c, alias)).finally(end);
    return new Response(readable, {
      headers: headOf(c, { "Content-Type": "application/x-ndjson; charset=UTF-8" }),
    });
  });
}

/** Imports of one token that one process runs at once. Each holds up to a batch and a line, 12 MiB, in memory. */
const MOST_AT_ONCE = 4;
const running = new Map<string, number>();

/**
 * Counts an import that begins.
 * @returns counts it off
 * @throws AppError RATE_LIMITED when the token's others are too many
 */
function begin(c: ApiContext, alias: string): () => void {
  const others = running.get(alias) ?? 0;
  if (others >= MOST_AT_ONCE) {
    setField(c, "Retry-After", "1");
    throw new AppError(
      "RATE_LIMITED",
      `This runtime token has ${MOST_AT_ONCE} imports running. Wait until one ends, then try again.`,
    );
  }
  running.set(alias, others + 1);
  return () => {
    const left = (running.get(alias) ?? 1) - 1;
    if (left > 0) running.set(alias, left);
    else running.delete(alias);
  };
}

/** The request's lines, no faster than the token's budget allows. */
async function* paced(c: ApiContext, alias: string): AsyncGenerator<Line> {
  for await (const line of linesOf(c.env.incoming ?? Readable.from([]))) {
    await waitForLine(c.env.limits, alias, typeof line === "string" ? line.length : 0);
    yield line;
  }
}

async function importInto(
  writable: WritableStream<Uint8Array>,
  c: ApiContext,
  actor: RuntimeActor,
  lines: AsyncIterable<Line>,
): Promise<void> {
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const tell = (news: object) => writer.write(encoder.encode(`${JSON.stringify(news)}\n`));
  try {
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
