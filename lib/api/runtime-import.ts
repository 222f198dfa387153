import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { toUtf8 } from "@/lib/core/body-text";
import { AppError } from "@/lib/core/errors";
import { type Line, readLines } from "@/lib/core/read-lines";
import type { RuntimeActor } from "@/lib/features/actor";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { acceptedCoding, refuseGzip, unpack } from "./http/content-encoding";
import type { ApiContext, ApiEnv } from "./http/context";
import { toAppError } from "./http/envelope";
import { throttleImportLine } from "./http/rate-limit";
import { responseHeaders, setHeader } from "./http/response";
import { openApiErrors } from "./openapi-errors";
import { authenticateRuntimeRequest, requireContentType, runtimeOperation } from "./runtime-auth";

const EXAMPLE =
  '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"VOICE-SIP","in_progress":false,"turns":[{"user_input":"Hello"}]}';

/** JSON Lines of a schema. OpenAPI 3.1 cannot describe a sequence of values, so the line's schema is a reference. */
const jsonLines = (id: string, description: string) =>
  z.string().meta({
    description,
    contentMediaType: "application/json",
    contentSchema: { $ref: `#/components/schemas/${id}` },
  });

/** Converts a schema to a component. The generator does not find it, because no route has it as its body. */
function toJsonSchema(schema: z.ZodType) {
  const { $schema: _, ...component } = z.toJSONSchema(schema, {
    io: "input",
    // Custom checks describe themselves in their metadata.
    unrepresentable: "any",
    // A format makes its pattern redundant.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return component as Parameters<OpenAPIHono["openAPIRegistry"]["registerComponent"]>[2];
}

const requestBodySchema = jsonLines(
  "ImportedConversation",
  "One conversation per line, as described by contentSchema.",
);
const responseBodySchema = jsonLines("ImportProgress", "One object per line, as described by contentSchema.");

const countsSchema = z.object({
  imported: z.int().meta({ description: "New conversations." }),
  updated: z.int().meta({ description: "Existing conversations that a line replaced." }),
  unchanged: z.int().meta({ description: "Lines that equal the stored conversation." }),
  failed: z.int().meta({ description: "Rejected lines." }),
});
const progressSchema = z.union([
  z.object({ line: z.int().meta({ description: "Line number, starting at 1." }), reason: z.string() }),
  z.object({ stored: countsSchema }),
  z.object({ done: countsSchema }),
  z.object({ error: z.string(), error_code: z.string(), error_id: z.string() }),
]);

const route = createRoute({
  ...runtimeOperation,
  method: "post",
  path: "/runtime/v1/conversations:import",
  operationId: "importConversations",
  summary: "Import conversations as JSON Lines",
  description:
    "Takes JSON Lines of v3 conversations and streams JSON Lines while they are stored: `{line, reason}` for each rejected line, `{stored}` with the counts after each committed batch, and `{done}` at the end. A line replaces the whole conversation with its ID. A line that equals the stored conversation counts as `unchanged`, and a line that would change the `started_at` of a stored conversation is rejected. Lines above the rate limit for imports are delayed. The body may have the Content-Encoding gzip, deflate or br, with up to 64 MiB that unpack to up to 256 MiB. If the response ends without `{done}`, the import is incomplete: send it again.",
  request: {
    body: {
      required: true,
      content: { "application/x-ndjson": { schema: requestBodySchema, example: EXAMPLE } },
    },
  },
  responses: {
    200: {
      description: "Progress, one object per line, as it happens.",
      content: { "application/x-ndjson": { schema: responseBodySchema } },
    },
    ...openApiErrors(401, 405, 413, 415, 429, 500, 503),
  },
});

/** Bulk import over HTTP, with the same verb as `studio conversations import`. */
export function registerRuntimeImport(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent(
    "schemas",
    "ImportedConversation",
    toJsonSchema(importedConversationSchema),
  );
  app.openAPIRegistry.registerComponent("schemas", "ImportProgress", toJsonSchema(progressSchema));
  app.openAPIRegistry.registerPath(route);
  // In Hono a colon starts a parameter only at the beginning of a segment.
  app.post("/runtime/v1/conversations:import", async (c) => {
    const { actor, tokenAlias } = await authenticateRuntimeRequest(c);
    const mediaType = requireContentType(c, "application/x-ndjson", "application/jsonl");
    const coding = acceptedCoding(c);
    const release = acquireImportSlot(c, tokenAlias);
    // Otherwise, an error before the end would close the connection, and its line would not arrive.
    const sent: AsyncIterable<Uint8Array> = c.env.incoming.iterator({ destroyOnReturn: false });
    const bytes = toUtf8(refuseGzip(coding ? unpack(sent, coding) : sent), mediaType);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    void streamImport(writable, c, actor, throttledLines(c, tokenAlias, bytes)).finally(() => {
      release();
      c.env.incoming.resume();
    });
    return new Response(readable, {
      headers: responseHeaders(c, { "Content-Type": "application/x-ndjson; charset=UTF-8" }),
    });
  });
}

/** Limit of concurrent imports per token and process. Each keeps up to a batch and a line, 12 MiB, in memory. */
const MAX_CONCURRENT_IMPORTS = 4;
const runningImports = new Map<string, number>();

/**
 * Reserves a slot for an import.
 * @returns releases the slot
 * @throws AppError RATE_LIMITED if the token has too many imports running
 */
function acquireImportSlot(c: ApiContext, alias: string): () => void {
  const others = runningImports.get(alias) ?? 0;
  if (others >= MAX_CONCURRENT_IMPORTS) {
    setHeader(c, "Retry-After", "1");
    throw new AppError(
      "RATE_LIMITED",
      `This runtime token has ${MAX_CONCURRENT_IMPORTS} imports running. Wait for one to finish, then try again.`,
    );
  }
  runningImports.set(alias, others + 1);
  return () => {
    const remaining = (runningImports.get(alias) ?? 1) - 1;
    if (remaining > 0) runningImports.set(alias, remaining);
    else runningImports.delete(alias);
  };
}

/** As long as a request may take to arrive. A packed one arrives faster and could then take days. */
const IMPORT_TIMEOUT_MS = 300_000;

/** The request's lines, no faster than the token's rate limit allows. */
async function* throttledLines(c: ApiContext, alias: string, bytes: AsyncIterable<Uint8Array>) {
  const deadline = performance.now() + IMPORT_TIMEOUT_MS;
  for await (const line of readLines(bytes)) {
    await throttleImportLine(c.env.limits, alias, typeof line === "string" ? line.length : line.bytes);
    if (performance.now() > deadline || c.env.outgoing.destroyed)
      throw new AppError("REQUEST_TIMEOUT", "The import took more than five minutes. Split it.");
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
  const send = (progress: object) => writer.write(encoder.encode(`${JSON.stringify(progress)}\n`));
  try {
    const { errors: _, ...done } = await importConversations(actor, actor.agentId, lines, send);
    await send({ done });
    await writer.close();
  } catch (error) {
    if (c.env.outgoing.destroyed) return;
    const appError = toAppError(c, error);
    // The status has been sent, so the error is a line. Committed batches stay stored.
    await send({ error: appError.message, error_code: appError.code, error_id: c.env.correlationId })
      .then(() => writer.close())
      .catch(() => {});
  }
}
