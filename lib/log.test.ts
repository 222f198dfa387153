import { expect, test } from "vitest";
import { runNode } from "./testing/run-node";

const SCRIPT = `
  const { provideSettings, readSettings } = await import("./lib/env.ts");
  const { log } = await import("./lib/log.ts");
  const { newToken } = await import("./lib/auth/one-time-links.ts");
  provideSettings(readSettings({ LOG_LEVEL: "trace" }));
  const LINKS = ["/link#" + newToken(), "see /invite#" + newToken() + ", please"];
  const headers = { "x-api-key": "hush-1", authorization: "Bearer hush-2", cookie: "studio_session=hush-3" };
  log().info({ headers, url: "/a?eid=hush-4" }, "one");
  log().info({ request: { headers, "x-api-key": "hush-5" }, password: "hush-6", cookie: "hush-7" }, "two");
  log().info({ path: "/v3/ask_" + "s".repeat(49) }, "three, with art_" + "s".repeat(43));
  log().error({ err: new Error("not art_" + "s".repeat(43)) }, "four");
  log().warn({ note: "studio_session=" + "s".repeat(32) + ".s%2Bs; tz=UTC" }, "five");
  log().warn({ "set-cookie": ["__Host-studio_session=" + "s".repeat(32) + ".ssss; Path=/"] }, "six");
  for (const link of LINKS) log().warn({ link }, "seven");
`;

test("whatever is handed to the log, what is secret is not written", async () => {
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
