import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import nextConfig from "../next.config";
import { runNode } from "../testing/run-node";

/** Creates a checkout whose pages were built from other sources. */
function checkout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-serving-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, ".next"));
  writeFileSync(path.join(folder, ".next/studio-sources"), "of an earlier version");
  writeFileSync(path.join(folder, "proxy.ts"), "export {};");
  return folder;
}

/** Starts a process that registers as a server of the folder. */
async function serverOf(folder: string) {
  const module = JSON.stringify(path.resolve("bin/serving.mjs"));
  const script = `import { announceServing } from ${module}; await announceServing(); console.log("serving"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

async function build(folder: string): Promise<string> {
  const script = `
    const { buildIfChanged } = await import("./lib/server/build.ts");
    process.chdir(${JSON.stringify(folder)});
    await buildIfChanged(() => {}, new AbortController().signal).catch((error) => console.log(error.message));`;
  return (await runNode(["--input-type=module", "-e", script])).stdout.trim();
}

test("a build does not replace the pages of a running server, and replaces them after the server was killed", async () => {
  const folder = checkout();
  const stamp = path.join(folder, ".next/studio-sources");
  const server = await serverOf(folder);
  expect(await build(folder)).toBe(
    `The pages must be rebuilt, but a server runs from this folder (process ${server.pid}). Prepare the update in another checkout with npm run build, or stop that server first.`,
  );
  expect(readFileSync(stamp, "utf8")).toBe("of an earlier version");
  server.kill("SIGKILL");
  await once(server, "exit");
  // The build starts, but fails because this folder has no packages.
  expect(await build(folder)).toBe("Building the pages failed. See the output above.");
  expect(existsSync(stamp)).toBe(false);
  expect(readdirSync(path.join(folder, "dist/serving"))).toEqual([]);
});

/** Stands in for Next: writes what a build depends on besides its sources. */
const FAKE_NEXT = `
  const { writeFileSync } = require("node:fs");
  const { SOURCE_HASH, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY } = process.env;
  writeFileSync(".next/given.json", JSON.stringify({ SOURCE_HASH, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY }));
  writeFileSync(".next/build-manifest.json", '{"rootMainFiles":[]}');`;

test("checkouts with the same sources give Next the same build ID and the same key for action IDs", async () => {
  const given = async (source: string) => {
    const folder = checkout();
    writeFileSync(path.join(folder, "proxy.ts"), source);
    mkdirSync(path.join(folder, "node_modules/next/dist/bin"), { recursive: true });
    writeFileSync(path.join(folder, "node_modules/next/dist/bin/next"), FAKE_NEXT);
    expect(await build(folder)).toBe("");
    return JSON.parse(readFileSync(path.join(folder, ".next/given.json"), "utf8"));
  };
  const [one, same, other] = [await given("export {};"), await given("export {};"), await given("export {}")];
  expect(same).toEqual(one);
  expect(Buffer.from(one.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, "base64")).toHaveLength(32);
  expect(other.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).not.toBe(one.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
  vi.stubEnv("SOURCE_HASH", one.SOURCE_HASH);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await nextConfig.generateBuildId?.()).toMatch(/^[0-9a-f]{64}$/);
  expect(await nextConfig.generateBuildId?.()).toBe(one.SOURCE_HASH);
});
