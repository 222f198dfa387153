import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { requestLog } from "@/lib/features/usage/request-log";
import { setupApiServer } from "@/testing/api-server";
import { makeKey } from "@/testing/fixtures";
import {
  arbitraryRawRequest,
  arbitraryRequest,
  type FuzzRequest,
} from "@/testing/property/arbitrary-request";
import { LIVE_CONVERSATION } from "@/testing/property/arbitrary-url";
import { propertyRuns } from "@/testing/property/runs";
import { type RawResponse, sendRawBytes, sendRawRequest } from "@/testing/raw-http";
import { seedTenant, type Tenant } from "@/testing/two-tenants";

// Random methods, paths, headers, parameters and bodies, close to the documented operations. A response is never a 5xx,
// always has the error envelope and the correlation ID, and never contains another tenant's data. A failure prints the
// seed and path that reproduce it.

const api = setupApiServer();
let own: Tenant;
let foreign: Tenant;
let cursors: string[];

beforeAll(async () => {
  [own, foreign] = [await seedTenant(), await seedTenant()];
  const cursorOf = async ({ actor, agents, keys }: Tenant, kind: "open" | "shut") => {
    const target = `/v3/${actor.slug}/${agents[kind].slug}/conversations?limit=1`;
    const headers: [string, string][] = [["x-api-key", keys.good.secret]];
    const { text } = await sendRawRequest(api().port, { method: "GET", target, headers, body: undefined });
    return JSON.parse(text).cursor as string;
  };
  cursors = [await cursorOf(own, "open"), await cursorOf(own, "shut"), await cursorOf(foreign, "open")];
  const [, place] = cursors;
  // Cursors are not secret, so a client can forge one from another.
  for (const startedAt of ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "now", "infinity"]) {
    const decoded = JSON.parse(Buffer.from(place ?? "", "base64url").toString());
    decoded[2] = startedAt;
    cursors.push(Buffer.from(JSON.stringify(decoded)).toString("base64url"));
  }
});

/** The conversation that the runtime writes to; replaced once it has ended. */
let live = 0;
const withLiveId = (text: string) => text.replaceAll(LIVE_CONVERSATION, `live-${live}`);

/** Rejections before routing, which no operation documents. */
const PRE_ROUTING_ERRORS = ["REQUEST_MALFORMED", "HEADERS_TOO_LARGE"];

/** The path as routers see it, without dot segments and unnecessary encoding. */
function normalizePath(target: string): string {
  if (!target.startsWith("/")) return target;
  return new URL(`http://localhost${target}`).pathname.replace(/%([2-7][0-9a-f])/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : whole;
  });
}

function checkResponse(request: FuzzRequest, received: RawResponse): void {
  const { method, target } = request;
  const { status, headers, text } = received;
  const correlationId = headers.get("x-polyai-correlation-id") ?? "";
  const code = /"error_code":"(\w+)"/.exec(text)?.[1] ?? "";

  expect(status === 501 ? code : status, text).toSatisfy(
    (outcome) => outcome === "NOT_IMPLEMENTED" || outcome < 500,
  );
  expect(text).not.toContain("INTERNAL_ERROR");
  expect(correlationId).toMatch(/^[\x21-\x7e]{1,128}$/);
  expect(headers.get("cache-control")).toBe("no-store");
  if (status >= 400 && method !== "HEAD") {
    expect(JSON.parse(text)).toEqual({
      success: false,
      error: expect.any(String),
      error_id: correlationId,
      error_code: expect.stringMatching(/^[A-Z_0-9]+$/),
      error_message: expect.any(String),
      data: null,
    });
  }
  // If node cannot parse the request, its headers are unknown.
  const unparsed = status === 431 || (status === 400 && /[^\x21-\x7e]/.test(target));
  const [sane, ...others] = request.headers.filter(([name]) => name === "X-PolyAI-Correlation-Id");
  if (sane && others.length === 0 && /^[\x21-\x7e]{1,128}$/.test(sane[1]) && !unparsed) {
    expect(correlationId).toBe(sane[1]);
  }

  const malformed = PRE_ROUTING_ERRORS.includes(code) || (method === "HEAD" && [400, 431].includes(status));
  const path = malformed ? "" : normalizePath(target);
  // The document does not describe itself.
  const described = path !== "/openapi.json";
  if (!malformed && described) api().check({ method, path, status, headers, text });
  if (
    /^\/v1\/[^/]+\/[^/]+\/conversations$/.test(path) &&
    !path.startsWith("/v1/agents/") &&
    method === "GET"
  ) {
    expect(status).toBe(410);
  }

  const mayRead = new Set(path.startsWith("/runtime/") ? request.token : request.key);
  const sentText = `${safeDecode(target)} ${JSON.stringify(request.headers)} ${request.body?.toString() ?? ""}`;
  for (const { text: canary, group } of [...own.canaries, ...foreign.canaries]) {
    if ((group === null || !mayRead.has(group)) && text.includes(canary) && !sentText.includes(canary)) {
      throw new Error(`${canary} of ${group ?? "no group"} is in the response: ${text.slice(0, 2000)}`);
    }
  }
}

const safeDecode = (target: string) => {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
};

async function startLiveConversation(): Promise<void> {
  live += 1;
  const { status } = await sendRawRequest(api().port, {
    method: "POST",
    target: "/runtime/v1/conversations",
    headers: [["Authorization", `Bearer ${own.token.secret}`]],
    body: Buffer.from(`{"id":"live-${live}","environment":"live","channel":"VOICE"}`),
  });
  expect(status).toBe(201);
}

test("returns a documented response without foreign data for any request", {
  timeout: 180_000,
}, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      arbitraryRequest({ document: api().document, own, foreign, cursors }),
      async (generated) => {
        const request = { ...generated, target: withLiveId(generated.target) };
        const received = await sendRawRequest(api().port, request);
        statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
        checkResponse(request, received);
        if (received.status === 200 && /\/(end|turns|state)$/.test(normalizePath(request.target)))
          await startLiveConversation();
      },
    ),
    // All runs, always: the statuses below need them.
    { numRuns: 1000, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
  );
  // The requests are close enough to valid ones to succeed and to fail in every way.
  expect([...statuses.keys()].sort()).toEqual(
    expect.arrayContaining([200, 201, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415]),
  );
});

test("returns a documented response for malformed requests", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRawRequest, async (bytes) => {
      const received = await sendRawBytes(api().port, bytes);
      expect(received.status).toBeLessThan(500);
      expect(received.headers.get("cache-control")).toBe("no-store");
      const correlationId = received.headers.get("x-polyai-correlation-id");
      expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
      if (received.status >= 400) {
        expect(JSON.parse(received.text)).toMatchObject({
          success: false,
          error_id: correlationId,
          data: null,
        });
      }
    }),
    { numRuns: propertyRuns(200) },
  );
});

test("rejects a body that is too large before it has arrived", async () => {
  const head = `POST /runtime/v1/conversations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${own.token.secret}\r\n`;
  const { status } = await sendRawBytes(
    api().port,
    `${head}Content-Length: 99999999\r\nConnection: close\r\n\r\n{`,
  );
  expect(status).toBe(413);
});

test("logs key usage for any URL", async () => {
  const { secret } = await makeKey(own.actor, { name: "Noted" });
  const target = `/v1/agents/${own.agents.open.slug}/conversations/%00`;
  const headers: [string, string][] = [["x-api-key", secret]];
  const { status } = await sendRawRequest(api().port, { method: "GET", target, headers, body: undefined });
  expect(status).toBe(200);
  const noted = async () => {
    await requestLog.flush();
    return (await listApiKeys(own.actor, listApiKeysInput.parse({ search: "Noted" }))).keys;
  };
  await expect.poll(noted).toMatchObject([{ lastSuccessAt: expect.any(String) }]);
});
