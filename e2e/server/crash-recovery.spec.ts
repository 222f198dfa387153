import { rm } from "node:fs/promises";
import { freePort } from "@/testing/free-port";
import { expect, test } from "../support/fixtures";
import { createDataDir, startServerProcess, stopServerProcess } from "../support/server-process";

test("recovers all saved data on the next start after kill -9", async () => {
  const data = await createDataDir();
  const port = await freePort();
  const killed = await startServerProcess(data, port);
  expect(killed.startupOutput).toContain("Filling the sample workspace");
  await stopServerProcess(killed, "SIGKILL");

  const again = await startServerProcess(data, port);
  try {
    expect((await fetch(`${again.baseUrl}/readyz`)).status).toBe(200);
    // Nothing was made twice: the sample is there already.
    expect(again.startupOutput).not.toContain("Filling the sample workspace");
    expect(again.startupOutput).toContain("/setup#");
  } finally {
    expect(await stopServerProcess(again, "SIGINT"), "the exit code after Ctrl-C").toBe(0);
    await rm(data, { recursive: true, force: true });
  }
});
