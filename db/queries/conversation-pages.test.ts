import { expect, test } from "vitest";
import { captureStatements } from "@/testing/database";
import { selectConversationPage } from "./conversation-pages";

const STEP = { conversations: 10, turns: 10 };
const POSITION = { startedAt: "2026-09-01T00:00:00.000000Z", id: "CA-1", agentId: "agent_1" };

test("the longest statement names are distinct within the 63 characters that PostgreSQL keeps", async () => {
  const { during } = await captureStatements();
  const logged = await during(async () => {
    for (const target of [{ account: "acme", agent: "front-desk" }, { refs: null }]) {
      for (const by of ["order", "index"] as const) {
        await selectConversationPage(Buffer.alloc(32), target, {
          filters: {
            environment: "live",
            startTime: "2026-09-01",
            endTime: "2026-10-01",
            inProgress: false,
            variantName: "English line",
            channels: { exact: ["chat"], voice: true },
            spoken: { words: ["late"], by: null },
          },
          limit: 1000,
          offset: 0,
          after: POSITION,
          includeLatency: true,
          sample: false,
          positionsOnly: true,
          search: { ...STEP, by },
        });
      }
    }
  });
  const names = logged.flatMap((message) => /^execute ([^:]+): /i.exec(message)?.[1] ?? []);
  const pages = [...new Set(names)].filter((name) => name.includes(".latency."));
  expect(pages).toHaveLength(4);
  for (const name of pages) expect(name.length, name).toBeLessThan(63);
});
