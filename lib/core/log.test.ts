import { expect, test } from "vitest";
import { runNode } from "@/testing/run-node";

const SCRIPT = `
  const { provideSettings, readSettings } = await import("./lib/core/env.ts");
  const { log } = await import("./lib/core/log.ts");
  const { generateToken } = await import("./lib/features/auth/one-time-links.ts");
  provideSettings(readSettings({ LOG_LEVEL: "trace" }));
  const LINKS = ["/link#" + generateToken(), "see /invite#" + generateToken() + ", please"];
  const headers = { "x-api-key": "hush-1", authorization: "Bearer hush-2", cookie: "studio_session=hush-3" };
  log().info({ headers, url: "/a?eid=hush-4" }, "one");
  log().info({ request: { headers, "x-api-key": "hush-5" }, password: "hush-6", cookie: "hush-7" }, "two");
  log().info({ path: "/v3/ask_" + "s".repeat(49) }, "three, with art_" + "s".repeat(43));
  log().error({ err: new Error("not art_" + "s".repeat(43)) }, "four");
  log().warn({ note: "studio_session=" + "s".repeat(32) + ".s%2Bs; tz=UTC" }, "five");
  log().warn({ "set-cookie": ["__Host-studio_session=" + "s".repeat(32) + ".ssss; Path=/"] }, "six");
  for (const link of LINKS) log().warn({ link }, "seven");
`;

test("redacts secrets wherever they appear in a log line", async () => {
  const { stdout, stderr, code } = await runNode(["--input-type=module", "-e", SCRIPT]);
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg }) => msg.slice(0, 4))).toEqual([
    "one",
    "two",
    "thre",
    "four",
    "five",
    "six",
    "seve",
    "seve",
  ]);
  expect(lines[0]).toMatchObject({ level: 30, headers: "[redacted]", url: "/a" });
  expect(lines[2]).toMatchObject({ path: "/v3/ask_[redacted]" });
  expect(lines[4]).toMatchObject({ note: "studio_session=[redacted]; tz=UTC" });
  expect(lines[5]).toMatchObject({ "set-cookie": ["__Host-studio_session=[redacted]; Path=/"] });
  expect(lines.slice(6).map(({ link }) => link)).toEqual([
    "/link#asl_[redacted]",
    "see /invite#asl_[redacted], please",
  ]);
  expect(stdout).not.toMatch(/hush|ssss/);
});

const REPEATS = `
  const { provideSettings, readSettings } = await import("./lib/core/env.ts");
  const { log, logUnavailable, logUnexpected } = await import("./lib/core/log.ts");
  provideSettings(readSettings({}));
  const failed = (message, code) =>
    new Error("Failed query: select 1", { cause: Object.assign(new Error(message), { code }) });
  for (let n = 0; n < 500; n++) {
    logUnavailable(failed("could not extend file: No space left on device", "53100"), "id-" + n);
    logUnavailable(failed("sorry, too many clients already", "53300"), "other-" + n);
  }
  for (let n = 0; n < 3; n++) logUnexpected(failed("relation does not exist", "42P01"), "broken-" + n);
  for (let n = 0; n < 3; n++) log().info("not deduplicated");
  log().warn("once");
`;

test("logs a database failure with cause and code, and its repeats once a second with a count", async () => {
  const { stdout, stderr, code } = await runNode(["--input-type=module", "-e", REPEATS]);
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const full = { reason: "could not extend file: No space left on device", code: "53100" };
  const busy = { reason: "sorry, too many clients already", code: "53300" };
  const of = (code: string) => lines.filter((line) => (line.err ?? line).code === code);
  // If the loop takes longer than a second there may be more lines; each repeat is counted in exactly one.
  for (const [one, prefix] of [
    [full, "id"],
    [busy, "other"],
  ] as const) {
    const [first, ...repeats] = of(one.code);
    expect(first).toMatchObject({
      ...one,
      correlationId: `${prefix}-0`,
      msg: "database unavailable",
    });
    expect(repeats.length).toBeLessThan(50);
    expect(repeats.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(499);
    expect(repeats[0]).toMatchObject({ ...one, correlationIds: expect.arrayContaining([`${prefix}-1`]) });
    for (const { correlationIds } of repeats) expect(correlationIds.length).toBeLessThanOrEqual(20);
  }
  expect(of("42P01")[0]).toMatchObject({
    correlationId: "broken-0",
    err: { message: "relation does not exist", context: "Failed query: select 1" },
  });
  expect(of("42P01")[1]).toMatchObject({ correlationIds: ["broken-1", "broken-2"], repeated: 2 });
  expect(lines.filter(({ msg }) => msg === "not deduplicated")).toHaveLength(3);
  expect(lines.filter(({ msg }) => msg === "once")).toHaveLength(1);
});
