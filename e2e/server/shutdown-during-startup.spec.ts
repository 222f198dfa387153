import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "playwright/test"; // No browser takes part: there is no page to watch.
import { freePort } from "@/testing/free-port";
import { createDataDir, isDatabaseRunning } from "../support/server-process";

test("shuts down cleanly on SIGTERM during startup", async () => {
  const data = await createDataDir();
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, PORT: String(await freePort()), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of server.stdout) {
    printed += String(chunk);
    if (printed.includes("Creating the embedded database")) server.kill("SIGTERM");
  }
  if (server.exitCode === null) await once(server, "exit");
  expect(server.exitCode).toBe(0);
  expect(printed).not.toContain("is ready");
  expect(isDatabaseRunning(data)).toBe(false);
});
