import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "@/testing/free-port";
import { runNode } from "@/testing/run-node";

const SECRET = "a secret that only tests use, 32 characters";

/** Starts the server with settings that cannot work: one line, exit code 1, no stack. */
async function refusal(env: Record<string, string>): Promise<string> {
  const PORT = String(await freePort());
  const { code, stdout, stderr } = await runNode(["server.ts"], { env: { PORT, ...env } });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr.trim();
}

test.each([
  [{ PORT: "seventy" }, "PORT must be a port number from 1 to 65535."],
  [
    { STUDIO_DATE: "x" },
    "STUDIO_DATE is not a setting of Agent Studio. Unset it, or see docs/operations.md for all settings.",
  ],
  [
    { STUDIO_DATA: "/dev/null/data" },
    "STUDIO_DATA is /dev/null/data, which is not writable (ENOTDIR). Set it to a folder that you can write to.",
  ],
  [
    { HOST: "192.0.2.1" },
    "HOST is 192.0.2.1, which is not an address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 for all interfaces.",
  ],
])("rejects %j in one clear line", async (env, line) => {
  expect(await refusal(env)).toBe(line);
});

test("reports a port in use and how to change it", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as { port: number };
  expect(await refusal({ PORT: String(port) })).toBe(
    `Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`,
  );
  holder.close();
});

test("reports an unreachable database without its password", async () => {
  const { code, stderr } = await runNode(["lib/cli/main.ts", "key", "list", "--workspace", "x"], {
    env: { DATABASE_URL: "postgres://studio:hunter2@127.0.0.1:1/studio", AUTH_SECRET: SECRET },
  });
  expect(code).toBe(1);
  expect(stderr.trim()).toMatch(
    /^Cannot connect to PostgreSQL at 127\.0\.0\.1:1: .* Check DATABASE_URL and that the server is running\.$/,
  );
  expect(stderr).not.toContain("hunter2");
});

test("waits for a database that refuses connections, and stops at once on a signal", async () => {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: "postgres://studio@127.0.0.1:1/studio",
    AUTH_SECRET: SECRET,
  };
  const server = spawn(process.execPath, ["--import", "tsx", "server.ts", "--dev"], {
    env: { ...env, PORT: String(await freePort()), NODE_ENV: "development" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  const ended = once(server, "exit");
  const [said] = await Promise.race([once(server.stdout, "data"), once(server.stderr, "data")]);
  expect(String(said)).toBe(
    "Waiting up to 60 s for PostgreSQL at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1.\n",
  );
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
