import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { nearNumber, nearTimestamp } from "@/testing/property/arbitraries";

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

/** The answer's status, once it is sure that a refusal names what it refuses. */
async function statusOf(answer: Response, name: string, code: string): Promise<number> {
  if (answer.status < 400) return answer.status;
  const { error, error_code } = await answer.json();
  expect([answer.status, error_code, error.split(" ")[0]]).toEqual([400, code, name]);
  return 400;
}

/**
 * The instant that a text stands for, reckoned by hand: undefined where there is none, or none that we take.
 * @param bare whether a date alone and a time without its offset stand for something, too
 */
function parseInstant(text: string, bare: boolean): number | undefined {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:(Z)|([+-])(\d\d):(\d\d))?)?$/.exec(text);
  if (!found) return undefined;
  const [, ...parts] = found;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(0, 6)
    .map((part) => Number(part ?? 0));
  const [fraction, utc, sign, hours, minutes] = parts.slice(6);
  if (!bare && !utc && !sign) return undefined;
  // RFC 3339 wants seconds wherever there is an offset.
  if ((utc || sign) && parts[5] === undefined) return undefined;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  if (Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second, Math.trunc(Number(`0${fraction ?? ""}`) * 1000));
  const offsetMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  const at = local.getTime() - (sign === "-" ? -offsetMs : offsetMs);
  const inRange = at >= Date.parse("0001-01-01T00:00:00Z") && at < Date.parse("+010000-01-01T00:00:00Z");
  return inRange ? at : undefined;
}

test("times in a query are real instants, or 400 that names the parameter", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("start_time", "end_time"), nearTimestamp, async (name, text) => {
      const answer = await call(`${list}?${name}=${encodeURIComponent(text)}`, { key });
      // A "+" that was not escaped comes as a space: " 02:00" at the end is taken for what was meant.
      const real = parseInstant(text, true) !== undefined;
      expect(await statusOf(answer, name, "CONVERSATIONS_VALIDATION_FAILED"), text).toBe(real ? 200 : 400);
    }),
    { numRuns: 500 },
  );
});

test("times that a runtime tells are real instants, kept to the millisecond, or 400", {
  timeout: 120_000,
}, async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(nearTimestamp, nearTimestamp, async (startedAt, endedAt) => {
      number += 1;
      const id = `CA${number}`;
      const start = { id, environment: "live", channel: "VOICE" };
      const tomorrow = Date.now() + 86_400_000;
      const instant = parseInstant(startedAt, false);
      const begun = instant !== undefined && instant <= tomorrow ? instant : undefined;
      const started = await runtime("POST", "", JSON.stringify({ ...start, started_at: startedAt }));
      const status = await statusOf(started, "started_at", "RUNTIME_VALIDATION_FAILED");
      expect(status, startedAt).toBe(begun === undefined ? 400 : 201);
      if (begun === undefined) {
        await runtime("POST", "", JSON.stringify({ ...start, started_at: "0001-01-01T00:00:00Z" }));
      }

      // However long ago it began, the time until then is a number that can be kept.
      expect((await runtime("POST", `/${id}/handoff`, "{}")).status).toBe(201);

      const over = parseInstant(endedAt, false);
      const ended = await runtime("POST", `/${id}/end`, JSON.stringify({ ended_at: endedAt }));
      const possible = over !== undefined && over >= (begun ?? Number.NEGATIVE_INFINITY);
      const told = await statusOf(ended, "ended_at", "RUNTIME_VALIDATION_FAILED");
      expect(told, `${startedAt} to ${endedAt}`).toBe(possible ? 200 : 400);

      const stored = await (await call(`${camelCase}/${id}`, { key })).json();
      if (begun !== undefined) expect(stored.startedAt, startedAt).toBe(new Date(begun).toISOString());
      expect(stored.finishedAt, endedAt).toBe(possible ? new Date(over).toISOString() : null);
    }),
    { numRuns: 250 },
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
  // More than a second would be waited for.
  "events wait": [0, 30],
};

test("numbers in a query are integers in their range, or 400 that names the parameter", {
  timeout: 120_000,
}, async () => {
  await runtime("POST", "", '{"id":"live","environment":"live","channel":"VOICE"}');
  const lists: Record<string, string> = { v3: list, all: "/v3/conversations", v1: camelCase };
  const asked = fc
    .constantFrom(...Object.keys(BOUNDS))
    .chain((which) => fc.tuple(fc.constant(which), nearNumber(...(BOUNDS[which] ?? []))))
    .filter(([which, text]) => which !== "events wait" || !/^0*([2-9]|[12]\d|30)$/.test(text));
  await fc.assert(
    fc.asyncProperty(asked, async ([which, text]) => {
      const [api = "", name = ""] = which.split(" ");
      const query = `?${name}=${encodeURIComponent(text)}`;
      const answer =
        api === "events"
          ? await runtime("GET", `/live/external-events${query}`)
          : await call(`${lists[api]}${query}`, { key });
      const code = api === "events" ? "RUNTIME_VALIDATION_FAILED" : "CONVERSATIONS_VALIDATION_FAILED";
      const [least, greatest] = BOUNDS[which] ?? [0, 0];
      const within =
        /^[0-9]+$/.test(text) && BigInt(text) >= BigInt(least) && BigInt(text) <= BigInt(greatest);
      expect(await statusOf(answer, name, code), `${which}=${text}`).toBe(within ? 200 : 400);
    }),
    { numRuns: 400 },
  );
});

test("a turn's index is an integer in its range, or 400", { timeout: 60_000 }, async () => {
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
      const within = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100_000;
      const answer = await runtime("POST", "/turns/turns", `{"index":${text}}`);
      // In range it is there already, or it leaves a gap.
      if (within) expect([200, 201, 409], text).toContain(answer.status);
      else expect(await statusOf(answer, "index", "RUNTIME_VALIDATION_FAILED"), text).toBe(400);
    }),
    { numRuns: 150 },
  );
});
