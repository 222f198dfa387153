import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "playwright/test"; // No browser takes part: there is no page to watch.
import { freePort } from "@/lib/testing/free-port";
import { databaseRuns, emptyData } from "./own-server";

test("a signal that comes while it still starts stops it cleanly", async () => {
  const data = await emptyData();
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, PORT: String(await freePort()), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of server.stdout) {
    printed += String(chunk);
    if (printed.includes("Making the embedded database")) server.kill("SIGTERM");
  }
  if (server.exitCode === null) await once(server, "exit");
  expect(server.exitCode).toBe(0);
  expect(printed).not.toContain("is ready");
  expect(databaseRuns(data)).toBe(false);
});
