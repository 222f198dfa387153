import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { databaseUrl } from "@/testing/database";
import { startInstance } from "@/testing/server-instance";
import { createFaultEnv } from "./fault-env";

/** Loaded before the server: throws an uncaught exception on a signal, as a bug in an event listener would. */
const faultInjection = `
  process.on("SIGUSR2", () => setImmediate(() => { throw new Error("broken on purpose"); }));
  process.on("SIGWINCH", () => void Promise.reject(new Error("rejected on purpose")));
`;
const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(faultInjection)}` };

test("an uncaught exception is logged as fatal, in-flight requests finish, and the exit code asks for a restart", async () => {
  const instance = await startInstance({ databaseUrl: databaseUrl(), env });
  const { key, requests } = await createFaultEnv(instance);
  for (let n = 0; n < 20; n++)
    expect((await fetch(instance.origin + requests.read.path, requests.read)).status).toBe(200);
  const waiting = fetch(instance.origin + requests.poll.path, requests.poll);

  process.kill(instance.pid, "SIGWINCH");
  const logged = (level: number, what: string) =>
    instance.log().filter((line) => line.includes(`"level":${level}`) && line.includes(what)).length;
  await expect.poll(() => logged(50, "rejected on purpose"), { timeout: 10_000 }).toBe(1);
  expect((await fetch(`${instance.origin}/readyz`)).status).toBe(200);

  expect(await instance.stop("SIGUSR2")).toBe(1);
  expect(logged(60, "broken on purpose")).toBe(1);
  expect((await waiting).status).toBe(200);
  const { rows } = await pool().query("select count(*)::int as n from api_requests where key_id = $1", [
    key.id,
  ]);
  expect(rows[0].n).toBe(20);
});
