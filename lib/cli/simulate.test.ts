import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSimulatedAgent } from "@/lib/demo/simulator/simulated-agent";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { createEmbeddedDatabase } from "@/testing/database";
import { makeWorkspace } from "@/testing/fixtures";
import { runNode } from "@/testing/run-node";

const data = mkdtempSync(path.join(tmpdir(), "agent-studio-simulate-"));
// As root, PostgreSQL runs as another user, who needs access to this folder.
chmodSync(data, 0o755);
afterAll(() => rmSync(data, { recursive: true, force: true }));

const studio = (...args: string[]) =>
  runNode(["lib/cli/main.ts", ...args], { env: { STUDIO_DATA: path.join(data, "studio") } });

let release = async () => {};
afterAll(() => release());
beforeAll(async () => {
  release = await createEmbeddedDatabase(path.join(data, "studio"));
  expect((await studio("workspace", "create", "--name", "Acme Ltd")).code).toBe(0);
}, 60_000);

/** The URL of a server that has stopped. */
async function unusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const simulate = ["simulate", "--workspace", "acme-ltd"];

test("exits with 1 when no server responds, and leaves no key behind", async () => {
  const url = await unusedUrl();
  const { code, stdout, stderr } = await studio(...simulate, "--url", url);
  expect([code, stdout, stderr.trim()]).toEqual([
    1,
    "",
    `No server responds at ${url} (ECONNREFUSED). Start it with npm start, or pass its URL with --url.`,
  ]);
  expect(JSON.parse((await studio("key", "list", "--workspace", "acme-ltd", "--json")).stdout).keys).toEqual(
    [],
  );
});

test("reuses one agent and deletes its key afterwards, even after a failure", async () => {
  const actor = await makeWorkspace();
  const { signal } = new AbortController();
  const keys = async () => (await listApiKeys(actor, listApiKeysInput.parse({}))).keys;
  for (const end of ["done", "failed"]) {
    const played = withSimulatedAgent(actor, signal, async () => {
      expect(await keys()).toMatchObject([
        {
          name: expect.stringMatching(/^Simulation /),
          agents: [{ name: "Simulated line" }],
          permissions: ["conversations", "handoff", "external_events"],
        },
      ]);
      if (end === "failed") throw new Error(end);
      return end;
    });
    if (end === "failed") await expect(played).rejects.toThrow(end);
    else expect(await played).toBe(end);
    expect(await keys()).toEqual([]);
  }
  expect(await listAgents(actor)).toMatchObject([{ slug: "simulated-line", name: "Simulated line" }]);
});
