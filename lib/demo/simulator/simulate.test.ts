import { expect, test } from "vitest";
import { setupApiClient } from "@/testing/api-server";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { newCall } from "./call-record";
import { compareEvents } from "./compare-events";
import type { Progress } from "./progress";
import { formatSummary, formatTable, showProgress } from "./progress-table";
import { VerificationReport } from "./report";
import { type SimulationOptions, type SimulationReport, simulate } from "./simulate";
import { withSimulatedAgent } from "./simulated-agent";

const call = setupApiClient();

/** Sends real HTTP requests to the test's server, with the path and query of any URL. */
const directFetch: typeof fetch = (input, init) => {
  const { pathname, search } = new URL(String(input));
  return call(pathname + search, {
    method: init?.method,
    headers: Object.fromEntries(new Headers(init?.headers)),
    body: init?.body ?? undefined,
    signal: init?.signal ?? undefined,
  });
};

const pathOf = (input: Parameters<typeof fetch>[0]) => new URL(String(input)).pathname;
const isWebhook = (input: Parameters<typeof fetch>[0]) => pathOf(input).endsWith("/webhook");
const json = (value: object, status = 200) => new Response(JSON.stringify(value), { status });

/** Plays eight calls without delays, in a new workspace. */
async function play(more: Partial<SimulationOptions> = {}) {
  const actor = await makeWorkspace();
  const board: Progress = { total: 8, calls: [], retries: 0 };
  const stop = more.stop ?? new AbortController().signal;
  const played = withSimulatedAgent(actor, stop, (line) =>
    simulate({
      url: "http://api.test",
      ...line,
      calls: 8,
      perSecond: 100,
      seconds: 60,
      pageSize: 3,
      board,
      stop,
      fetch: directFetch,
      sleep: async () => {},
      ...more,
    }),
  );
  const listed = async () => {
    const { secret } = await makeKey(actor);
    const response = await call(`/v3/${actor.slug}/simulated-line/conversations`, { key: secret });
    return (await response.json()).conversations as { id: string; in_progress: boolean; num_turns: number }[];
  };
  return { actor, board, played, listed };
}

const losses = ({ lost, duplicates, problems }: SimulationReport) => ({ lost, duplicates, problems });
const NONE = { lost: 0, duplicates: 0, problems: [] };

test("plays eight calls without loss, and reads them back as counted", async () => {
  const { played, listed } = await play();
  const report = await played;
  expect(report).toMatchObject({ calls: 8, notStarted: 0, started: 8, ended: 8, retries: 0, ...NONE });
  // Four calls pay, with two events each; every second result is posted again.
  expect(report).toMatchObject({ eventsPosted: 8, eventsReceived: 8, eventsRepeated: 2, handoffs: 3 });
  const calls = await listed();
  expect(calls).toHaveLength(7);
  expect(calls.every(({ in_progress }) => !in_progress)).toBe(true);
});

test("retries after 503, 429 and lost responses without losing or repeating anything", async () => {
  let requests = 0;
  const waited: number[] = [];
  // Which request meets which failure depends on their order. No request fails more often in a row than it is repeated.
  const failuresInARow = new Map<string, number>();
  const troubled: typeof fetch = async (input, init) => {
    requests += 1;
    const number = requests;
    const request = `${init?.method} ${String(input)} ${String(init?.body)}`;
    const failures = failuresInARow.get(request) ?? 0;
    const kind = failures < 2 ? [7, 11, 3].find((divisor) => number % divisor === 0) : undefined;
    failuresInARow.set(request, kind ? failures + 1 : 0);
    if (kind === 7) return json({}, 503);
    if (kind === 11) return new Response("{}", { status: 429, headers: { "retry-after": "3" } });
    const response = await directFetch(input, init);
    // The write succeeded but the response is lost: the retry must not write again.
    if (kind === 3) {
      await response.body?.cancel();
      throw new TypeError("fetch failed");
    }
    return response;
  };
  const { played } = await play({
    fetch: troubled,
    sleep: async (milliseconds) => {
      waited.push(milliseconds);
    },
  });
  const report = await played;
  expect(report).toMatchObject({ ended: 8, ...NONE });
  expect(report.retries).toBeGreaterThan(20);
  expect(waited).toContain(3000);
});

test("reports an acknowledged event that never arrives as lost", async () => {
  const dropping: typeof fetch = async (input, init) =>
    isWebhook(input) && /84\.20.*paid|paid.*84\.20/s.test(String(init?.body))
      ? json({ received: true }, 201)
      : directFetch(input, init);
  // The call whose result never arrives waits for this long. The others need less, also on a busy machine.
  const { played } = await play({ fetch: dropping, paymentTimeoutMs: 5000 });
  const report = await played;
  expect(losses(report)).toEqual({
    lost: 1,
    duplicates: 0,
    problems: [expect.stringMatching(/^An event of SIM-\S+ was acknowledged with 201 but never arrived\.$/)],
  });
  expect(report.eventsReceived).toBe(report.eventsPosted - 1);
});

test("reports a payment result that cannot be posted or arrives too late as lost", async () => {
  const refusing: typeof fetch = async (input, init) =>
    isWebhook(input) ? json({ error_code: "USER_ACCESS_FORBIDDEN" }, 403) : directFetch(input, init);
  const refused = await (await play({ fetch: refusing, calls: 1, paymentTimeoutMs: 0 })).played;
  expect(losses(refused)).toMatchObject({ lost: 1, duplicates: 0 });
  expect(refused.problems[0]).toContain("could not be posted: POST /v1/external-events/webhook returned 403");

  const late = await (await play({ calls: 1, paymentTimeoutMs: 0 })).played;
  expect(late.problems).toEqual([expect.stringContaining("did not arrive in time")]);
});

test("reports duplicate events and events out of order", async () => {
  const doubling: typeof fetch = async (input, init) => {
    const response = await directFetch(input, init);
    if (init?.method !== "GET" || !pathOf(input).endsWith("/external-events")) return response;
    const { events, next } = await response.json();
    return json({ events: [...events, ...events], next });
  };
  const twice = await (await play({ calls: 1, fetch: doubling })).played;
  expect(twice).toMatchObject({ duplicates: 2 });
  expect(twice.problems[0]).toContain("arrived more than once");

  const swapped = newCall({ id: "SIM-1", topic: "pay_bill", environment: "live" });
  swapped.acknowledged = ["first", "second"].map((body) => ({ eventId: "evt_1", body }));
  swapped.received = ["second", "first"].map((body, n) => ({ eventId: "evt_1", body, seq: n + 1 }));
  const findings = new VerificationReport();
  compareEvents(swapped, findings);
  expect(findings.messages).toEqual(["The events of SIM-1 arrived out of order."]);
});

test("reports a missing conversation, turn, metric and handoff as lost", async () => {
  const forgetting: typeof fetch = async (input, init) => {
    const path = pathOf(input);
    const body = String(init?.body ?? "");
    // Drops the fourth call, and everything after the first turn of the second.
    const fourthCall = path.includes("-0004/") || body.includes('-0004"');
    const restOfSecond = path.includes("-0002/") && /"index":[1-9]|write_once|destination/.test(body);
    return path.startsWith("/runtime") && (fourthCall || restOfSecond) ? json({}) : directFetch(input, init);
  };
  const { played } = await play({ fetch: forgetting, calls: 4 });
  const { problems } = await played;
  for (const lost of [
    /^Conversation SIM-\S+-0004 is missing\.$/,
    /^Turn 1 of SIM-\S+-0002 is missing\.$/,
    /^Metric TOPIC of SIM-\S+-0002 is missing or different\.$/,
    /^The handoff of SIM-\S+-0002 is missing\.$/,
  ]) {
    expect(problems).toContainEqual(expect.stringMatching(lost));
  }
});

test("ends all calls when stopped", async () => {
  const stop = new AbortController();
  let turns = 0;
  const { played, listed, board } = await play({
    stop: stop.signal,
    fetch: async (input, init) => {
      if (pathOf(input).endsWith("/turns") && ++turns === 3) stop.abort();
      return directFetch(input, init);
    },
  });
  await expect(played).rejects.toThrow("The simulation was stopped.");
  expect(turns).toBe(3);
  expect(board.calls.length).toBeGreaterThan(0);
  expect(board.calls.every(({ ended }) => ended)).toBe(true);
  expect((await listed()).filter(({ in_progress }) => in_progress)).toEqual([]);
});

test("starts no calls after the time limit", async () => {
  const { played } = await play({ seconds: 0 });
  expect(await played).toMatchObject({ calls: 8, notStarted: 8, started: 0, ...NONE });
});

test("redraws a table on a terminal and prints lines elsewhere", async () => {
  const { played, board } = await play();
  await played;
  const drawn = formatTable(board, { columns: 70, rows: 10 });
  expect(drawn[0]).toMatch(/^CALL +TOPIC +TURNS +STEP$/);
  expect(drawn).toHaveLength(8);
  expect(drawn.at(-2)).toMatch(/^SIM-\S+ +\w+ +\d +(ended|handed off)$/);
  expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(70);

  const written = (isTTY: boolean) => {
    const texts: string[] = [];
    showProgress(board, { isTTY, write: (text) => texts.push(text) })();
    return texts;
  };
  expect(written(false)).toEqual([`${formatSummary(board)}\n`, `${formatSummary(board)}\n`]);
  const [first, second] = written(true);
  expect(second).toBe(`\x1b[10A\x1b[J${first}`);
});
