import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { toInstant } from "@/lib/core/instant";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { nearNumber, nearTimestamp } from "@/testing/property/near-values";
import { propertyRuns } from "@/testing/property/runs";

const call = setupApiClient();
let list: string;
let camelCase: string;
let key: string;
let token: string;

beforeAll(async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  list = `/v3/${actor.slug}/${agent.slug}/conversations`;
  camelCase = `/v1/agents/${agent.slug}/conversations`;
  key = (await makeKey(actor)).secret;
  token = (await createRuntimeToken(actor, agent.id)).token;
});

const runtime = (method: string, path: string, body?: string) =>
  call(`/runtime/v1/conversations${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body,
  });

/** Returns the response's status, and checks that an error names the parameter. */
async function statusOf(response: Response, name: string, code: string): Promise<number> {
  if (response.status < 400) return response.status;
  const { error, error_code } = await response.json();
  expect([response.status, error_code, error.split(" ")[0]]).toEqual([400, code, name]);
  return 400;
}

/** The instant of a text in milliseconds; undefined if it is not a time that we accept. */
function instantOf(text: string, assumeUtc: boolean): number | undefined {
  const instant = toInstant(text, { assumeUtc });
  return instant === null ? undefined : Date.parse(instant);
}

test("accepts only existing times in a query, and names the parameter otherwise", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("start_time", "end_time"), nearTimestamp, async (name, text) => {
      const response = await call(`${list}?${name}=${encodeURIComponent(text)}`, { key });
      const real = instantOf(text, true) !== undefined;
      expect(await statusOf(response, name, "CONVERSATIONS_VALIDATION_FAILED"), text).toBe(real ? 200 : 400);
    }),
    { numRuns: propertyRuns(500) },
  );
});

test("stores a runtime's times to the millisecond, and rejects times that do not exist", {
  timeout: 120_000,
}, async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(nearTimestamp, nearTimestamp, async (startedAt, endedAt) => {
      number += 1;
      const id = `CA${number}`;
      const body = { id, environment: "live", channel: "VOICE" };
      const tomorrow = Date.now() + 86_400_000;
      const instant = instantOf(startedAt, false);
      const startInstant = instant !== undefined && instant <= tomorrow ? instant : undefined;
      const started = await runtime("POST", "", JSON.stringify({ ...body, started_at: startedAt }));
      const status = await statusOf(started, "started_at", "RUNTIME_VALIDATION_FAILED");
      expect(status, startedAt).toBe(startInstant === undefined ? 400 : 201);
      if (startInstant === undefined) {
        await runtime("POST", "", JSON.stringify({ ...body, started_at: "0001-01-01T00:00:00Z" }));
      }

      // Even for a start long ago, the duration fits the column.
      expect((await runtime("POST", `/${id}/handoff`, "{}")).status).toBe(201);

      const over = instantOf(endedAt, false);
      const ended = await runtime("POST", `/${id}/end`, JSON.stringify({ ended_at: endedAt }));
      const possible =
        over !== undefined && over >= (startInstant ?? Number.NEGATIVE_INFINITY) && over <= tomorrow;
      const endStatus = await statusOf(ended, "ended_at", "RUNTIME_VALIDATION_FAILED");
      expect(endStatus, `${startedAt} to ${endedAt}`).toBe(possible ? 200 : 400);

      const stored = await (await call(`${camelCase}/${id}`, { key })).json();
      if (startInstant !== undefined)
        expect(stored.startedAt, startedAt).toBe(new Date(startInstant).toISOString());
      expect(stored.finishedAt, endedAt).toBe(possible ? new Date(over).toISOString() : null);
    }),
    { numRuns: propertyRuns(250) },
  );
});

const BOUNDS: Record<string, [number, number]> = {
  "v3 limit": [1, 5000],
  "v3 offset": [0, 2_147_483_647],
  "all limit": [1, 5000],
  "all offset": [0, 2_147_483_647],
  "v1 limit": [1, 1000],
  "v1 offset": [0, 2_147_483_647],
  "events after": [0, Number.MAX_SAFE_INTEGER],
  // Only up to one second, because the request waits that long.
  "events wait": [0, 30],
};

test("accepts only integers in range in a query, and names the parameter otherwise", {
  timeout: 120_000,
}, async () => {
  await runtime("POST", "", '{"id":"live","environment":"live","channel":"VOICE"}');
  const lists: Record<string, string> = { v3: list, all: "/v3/conversations", v1: camelCase };
  const parameterAndText = fc
    .constantFrom(...Object.keys(BOUNDS))
    .chain((which) => fc.tuple(fc.constant(which), nearNumber(...(BOUNDS[which] ?? []))))
    .filter(([which, text]) => which !== "events wait" || !/^0*([2-9]|[12]\d|30)$/.test(text));
  await fc.assert(
    fc.asyncProperty(parameterAndText, async ([which, text]) => {
      const [api = "", name = ""] = which.split(" ");
      const query = `?${name}=${encodeURIComponent(text)}`;
      const response =
        api === "events"
          ? await runtime("GET", `/live/external-events${query}`)
          : await call(`${lists[api]}${query}`, { key });
      const code = api === "events" ? "RUNTIME_VALIDATION_FAILED" : "CONVERSATIONS_VALIDATION_FAILED";
      const [least, greatest] = BOUNDS[which] ?? [0, 0];
      const within =
        /^[0-9]+$/.test(text) && BigInt(text) >= BigInt(least) && BigInt(text) <= BigInt(greatest);
      expect(await statusOf(response, name, code), `${which}=${text}`).toBe(within ? 200 : 400);
    }),
    { numRuns: propertyRuns(400) },
  );
});

test("accepts only integers in range as a turn's index", { timeout: 60_000 }, async () => {
  await runtime("POST", "", '{"id":"turns","environment":"live","channel":"VOICE"}');
  const texts = fc.oneof(
    nearNumber(0, 100_000).map((text) => (/^(0|[1-9]\d*)(\.\d+)?$/.test(text) ? text : JSON.stringify(text))),
    fc.constantFrom(
      "-1",
      "-0",
      "1e5",
      "1e6",
      "1e400",
      "0.5",
      "1.0",
      "null",
      "true",
      "[0]",
      "{}",
      '"0"',
      "1e-400",
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const value: unknown = JSON.parse(text);
      // JSON.parse rounds 1e-400 to 0, but it is not a whole number.
      const isWhole = Number.isInteger(value) && text !== "1e-400";
      const within = typeof value === "number" && isWhole && value >= 0 && value <= 100_000;
      const response = await runtime("POST", "/turns/turns", `{"index":${text}}`);
      // An index in range already exists or leaves a gap.
      if (within) expect([200, 201, 409], text).toContain(response.status);
      else expect(await statusOf(response, "index", "RUNTIME_VALIDATION_FAILED"), text).toBe(400);
    }),
    { numRuns: propertyRuns(150) },
  );
});
