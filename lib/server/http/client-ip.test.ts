import { expect, test } from "vitest";
import { runNode } from "@/testing/run-node";

const script = (trusted: string) => `
  const { provideSettings, readSettings } = await import("./lib/core/env.ts");
  const { trustProxy } = await import("./lib/server/http/client-ip.ts");
  provideSettings(readSettings({}));
  const setClientIp = trustProxy(${trusted});
  const request = (headers) => ({ headers, socket: { remoteAddress: "10.1.2.3" } });
  setClientIp(request({}));
  setClientIp({ ...request({ "x-forwarded-for": "127.0.0.1", "x-studio-client-address": "127.0.0.1" }), socket: { remoteAddress: "127.0.0.1" } });
  setClientIp(request({ "x-forwarded-for": "192.0.2.9" }));
  setClientIp(request({ "x-forwarded-for": "192.0.2.10" }));
`;

test("warns once about a proxy that TRUST_PROXY does not name, and never when it is set", async () => {
  const warnings = async (trusted: string) => {
    const { stdout, stderr, code } = await runNode(["--input-type=module", "-e", script(trusted)]);
    expect([code, stderr]).toEqual([0, ""]);
    return stdout.split("\n").filter(Boolean);
  };
  const [line = "", ...more] = await warnings("undefined");
  expect(more).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ from: "10.1.2.3", msg: expect.stringContaining("TRUST_PROXY") });
  expect(line).not.toContain("192.0.2");
  expect(await warnings('"172.16.0.0/12"')).toEqual([]);
});
