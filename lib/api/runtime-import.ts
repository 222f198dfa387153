import { Readable } from "node:stream";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "@/lib/core/errors";
import { type Line, readLines } from "@/lib/core/read-lines";
import type { RuntimeActor } from "@/lib/features/actor";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import type { ApiContext, ApiEnv } from "./http/context";
import { toAppError } from "./http/envelope";
import { throttleImportLine } from "./http/rate-limit";
import { responseHeaders, setHeader } from "./http/response";
import { openApiErrors } from "./openapi-errors";
import { authenticateRuntimeRequest, requireContentType, runtimeOperation } from "./runtime-auth";

const EXAMPLE =
  '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"VOICE-SIP","in_progress":false,"turns":[{"user_input":"Hello"}]}';

/** Text of lines, each of them JSON of this schema: OpenAPI 3.1 has no word for a sequence of values. */
const jsonLines = (id: string, description: string) =>
  z.string().meta({
    description,
    contentMediaType: "application/json",
    contentSchema: { $ref: `#/components/schemas/${id}` },
  });

/** A schema as a component of its own: no body of a route is of it, so that the generator does not find it. */
function toJsonSchema(schema: z.ZodType) {
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

const requestBodySchema = jsonLines(
  "ImportedConversation",
  "One conversation a line, each as contentSchema says.",
);
const responseBodySchema = jsonLines("ImportNews", "One object a line, each as contentSchema says.");

const countsSchema = z.object({
  imported: z.int().meta({ description: "Conversations that were not there before." }),
  updated: z.int().meta({ description: "Conversations that a line replaced." }),
  unchanged: z.int().meta({ description: "Lines that are what is stored." }),
  failed: z.int().meta({ description: "Lines that were refused." }),
});
const progressSchema = z.union([
  z.object({ line: z.int().meta({ description: "Counted from 1." }), reason: z.string() }),
  z.object({ stored: countsSchema }),
  z.object({ done: countsSchema }),
  z.object({ error: z.string(), error_code: z.string(), error_id: z.string() }),
]);

const route = createRoute({
  ...runtimeOperation,
  method: "post",
  path: "/runtime/v1/conversations:import",
  operationId: "importConversations",
  summary: "Import conversations, a line each",
  description:
    "JSON Lines of v3 conversations in, JSON Lines out while they are stored: `{line, reason}` for a line that is refused, `{stored}` with the counts after each batch that is safe, `{done}` at the end. A line replaces the whole conversation of its id; a line that is what is stored counts as `unchanged`, and one that would change the `started_at` of a known conversation is refused. Lines that come faster than the rate limit of imports wait. Without `{done}` not everything was read: send it again.",
  request: {
    body: {
      required: true,
      content: { "application/x-ndjson": { schema: requestBodySchema, example: EXAMPLE } },
    },
  },
  responses: {
    200: {
      description: "A line for each piece of news, as it happens.",
      content: { "application/x-ndjson": { schema: responseBodySchema } },
    },
    ...openApiErrors(401, 405, 415, 429, 500, 503),
  },
});

/** Bulk import beside the live calls: the verb of `studio conversations import`. */
export function registerRuntimeImport(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent(
    "schemas",
    "ImportedConversation",
    toJsonSchema(importedConversationSchema),
  );
  app.openAPIRegistry.registerComponent("schemas", "ImportNews", toJsonSchema(progressSchema));
  app.openAPIRegistry.registerPath(route);
  // A colon at a segment's beginning would be a parameter's; within one it is a colon.
  app.post("/runtime/v1/conversations:import", async (c) => {
    const actor = await authenticateRuntimeRequest(c);
    requireContentType(c, "application/x-ndjson", "application/jsonl");
    const alias = c.get("tokenAlias") ?? "";
    const end = acquireImportSlot(c, alias);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    void streamImport(writable, c, actor, throttledLines(c, alias)).finally(end);
    return new Response(readable, {
      headers: responseHeaders(c, { "Content-Type": "application/x-ndjson; charset=UTF-8" }),
    });
  });
}

/** Imports of one token that one process runs at once. Each holds up to a batch and a line, 12 MiB, in memory. */
const MAX_CONCURRENT_IMPORTS = 4;
const runningImports = new Map<string, number>();

/**
 * Counts an import that begins.
 * @returns counts it off
 * @throws AppError RATE_LIMITED when the token's others are too many
 */
function acquireImportSlot(c: ApiContext, alias: string): () => void {
  const others = runningImports.get(alias) ?? 0;
  if (others >= MAX_CONCURRENT_IMPORTS) {
    setHeader(c, "Retry-After", "1");
    throw new AppError(
      "RATE_LIMITED",
      `This runtime token has ${MAX_CONCURRENT_IMPORTS} imports running. Wait until one ends, then try again.`,
    );
  }
  runningImports.set(alias, others + 1);
  return () => {
    const remaining = (runningImports.get(alias) ?? 1) - 1;
    if (remaining > 0) runningImports.set(alias, remaining);
    else runningImports.delete(alias);
  };
}

/** The request's lines, no faster than the token's budget allows. */
async function* throttledLines(c: ApiContext, alias: string): AsyncGenerator<Line> {
  for await (const line of readLines(c.env.incoming ?? Readable.from([]))) {
    await throttleImportLine(c.env.limits, alias, typeof line === "string" ? line.length : 0);
    yield line;
  }
}

async function streamImport(
  writable: WritableStream<Uint8Array>,
  c: ApiContext,
  actor: RuntimeActor,
  lines: AsyncIterable<Line>,
): Promise<void> {
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const send = (news: object) => writer.write(encoder.encode(`${JSON.stringify(news)}\n`));
  try {
    const { errors: _, ...done } = await importConversations(actor, actor.agentId, lines, send);
    await send({ done });
    await writer.close();
  } catch (error) {
    if (c.env.outgoing?.destroyed) return;
    const appError = toAppError(c, error);
    // The status is told already; what was stored stays stored.
    await send({ error: appError.message, error_code: appError.code, error_id: c.env.correlationId })
      .then(() => writer.close())
      .catch(() => {});
  }
}
