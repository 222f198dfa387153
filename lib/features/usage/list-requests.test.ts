import { expect, test } from "vitest";
import { encodeCursor } from "@/lib/core/cursor";
import { makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";
import { listRequestsInput, requestFilters } from "./contract";
import { listRequests } from "./list-requests";
import { requestLog } from "./request-log";

const ALL = listRequestsInput.parse({});

async function setup() {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor);
  return { actor, key };
}

test("pages list every entry once, newest first", async () => {
  const { key, actor } = await setup();
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 3) * 1000);
  const entry = {
    workspaceId: actor.workspaceId,
    keyId: key.id,
    method: "GET",
    path: "/v3",
    address: "192.0.2.7",
  };
  for (let n = 0; n < 120; n++) {
    requestLog.record({
      ...entry,
      at: at(n),
      endpoint: "listConversations",
      status: 200,
      durationMs: n,
      correlationId: `c${n}`,
    });
  }
  await requestLog.flush();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(actor, key.id, {
      ...ALL,
      cursor,
    });
    seen.push(...page.requests.map(({ at, correlationId }) => `${at} ${correlationId}`));
    cursor = page.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(120);
  expect(seen.map((text) => text.split(" ")[0])).toEqual(
    seen
      .map((text) => text.split(" ")[0])
      .toSorted()
      .toReversed(),
  );
});

test.each([
  ["from", "0000-01-01T00:00:00Z"],
  ["from", "1969-12-31T23:59:59Z"],
  ["from", "0001-01-01T00:00:00+23:59"],
  ["to", "9999-12-31T23:59:59-23:59"],
  ["to", "2026-02-30T00:00:00Z"],
  ["from", "2026-01-01"],
])("rejects %s=%s in a request, and ignores it in a page's URL", (name, value) => {
  expect(listRequestsInput.safeParse({ [name]: value }).error?.issues[0]?.path).toEqual([name]);
  expect(requestFilters.parse({ [name]: value })).toMatchObject({ from: null, to: null });
});

test("rejects a cursor that is too long", () => {
  const { error } = listRequestsInput.safeParse({ cursor: "x".repeat(8001) });
  expect(error?.issues[0]?.path).toEqual(["cursor"]);
});

test.each([
  "nonsense",
  encodeCursor({ at: "0000-01-01T00:00:00.000Z", id: 1 }),
  encodeCursor({ at: "2026-01-01T00:00:00Z", id: -1 }),
  encodeCursor({ at: "2026-01-01T00:00:00Z", id: 2 ** 60 }),
])("rejects a forged cursor: %s", async (cursor) => {
  const { actor, key } = await setup();
  await expect(listRequests(actor, key.id, { ...ALL, cursor })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    fields: { cursor: expect.any(String) },
  });
});

test("accepts times with any offset", async () => {
  const { actor, key } = await setup();
  await seedRequestLog(actor, key.id, [{ at: new Date("2026-11-20T10:05:00Z") }]);
  for (const offset of ["Z", "+14:00", "+23:59", "-23:59", "+0200", " 02:00[Europe/Berlin]"]) {
    const at = `2026-11-18T10:05:00${offset}`;
    const input = listRequestsInput.parse({
      from: at,
      cursor: encodeCursor({ at: at.replace("18", "22"), id: 1 }),
    });
    expect((await listRequests(actor, key.id, input)).requests, offset).toHaveLength(1);
  }
});

test("an end time includes its whole minute", async () => {
  const { actor, key } = await setup();
  const at = (time: string) => ({ at: new Date(`2026-11-20T${time}Z`), correlationId: time });
  await seedRequestLog(
    actor,
    key.id,
    ["10:04:59.999", "10:05:00.000", "10:05:59.999", "10:06:00.000"].map(at),
  );
  const found = async (input: { from?: string; to: string }) =>
    (await listRequests(actor, key.id, { ...ALL, ...input })).requests.map((entry) => entry.correlationId);
  const minute = "2026-11-20T10:05:00.000Z";
  expect(await found({ from: minute, to: minute })).toEqual(["10:05:59.999", "10:05:00.000"]);
  expect(await found({ to: "2026-11-20T12:05:00+02:00" })).toHaveLength(3);
  expect(await found({ to: "9999-12-31T23:59:00Z" })).toHaveLength(4);
});
