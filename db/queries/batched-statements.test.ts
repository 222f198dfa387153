import { expect, test } from "vitest";
import { captureStatements } from "@/testing/database";
import { selectConversationPage } from "./conversation-pages";
import { storeEvent } from "./external-events";
import { selectHandoff } from "./handoffs";
import { selectEventSenderAccess } from "./key-access-sql";

const HASH = Buffer.alloc(32);

// batched-statements.sql shows the SQL that runs, which is assembled in several files. After a change to a statement:
// npx vitest run db/queries/batched-statements.test.ts -u
test("the batched statements are those in batched-statements.sql", async () => {
  const { during } = await captureStatements();
  const logged = await during(async () => {
    await selectHandoff(HASH, "acme", "front-desk", { id: "CA-1" });
    await selectHandoff(HASH, "acme", "front-desk", { sharedId: "shared-1" });
    await selectEventSenderAccess(HASH, "acme", "front-desk");
    await storeEvent("ws_1", "agent_1", {
      eventId: "event_1",
      contentType: "text/plain",
      body: Buffer.from("{}"),
      bodyHash: HASH,
    });
    await selectConversationPage(HASH, { account: "acme", agent: "front-desk" }, null);
    await selectConversationPage(
      HASH,
      { account: "acme", agent: "front-desk" },
      {
        filters: { environment: "live" },
        limit: 5,
        offset: 0,
        after: null,
        includeLatency: false,
        sample: false,
        positionsOnly: false,
      },
    );
  });
  const statements = logged.flatMap((message) => {
    const [, name, text] = /^execute (~[^:]+): ([\s\S]*?)\n(?:parameters: .*)?$/i.exec(message) ?? [];
    return name && text ? [`-- ${name}\n${text};\n`] : [];
  });
  expect(statements).toHaveLength(6);
  await expect(statements.join("\n")).toMatchFileSnapshot("batched-statements.sql");
});
