import { rm } from "node:fs/promises";
import { freePort } from "@/lib/testing/free-port";
import { expect, test } from "./fixtures";
import { emptyData, startOwnServer, stopOwnServer } from "./own-server";

test("after kill -9 the next start recovers, with everything that was saved", async () => {
  const data = await emptyData();
  const port = await freePort();
  const killed = await startOwnServer(data, port);
  expect(killed.printed).toContain("Filling the sample workspace");
  await stopOwnServer(killed, "SIGKILL");

  const again = await startOwnServer(data, port);
  try {
    expect((await fetch(`${again.base}/readyz`)).status).toBe(200);
    // Nothing was made twice: the sample is there already.
    expect(again.printed).not.toContain("Filling the sample workspace");
    expect(again.printed).toContain("/setup#");
  } finally {
    expect(await stopOwnServer(again, "SIGINT"), "the exit code after Ctrl-C").toBe(0);
    await rm(data, { recursive: true, force: true });
  }
});
