import { expect, test } from "vitest";
import { setupApiClient } from "@/testing/api-server";
import { withMissingTable } from "@/testing/database";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { createRuntimeToken } from "./create-runtime-token";
import { eventNotifications, listEvents } from "./list-events";

const call = setupApiClient();

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { secret } = await makeKey(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const runtime = async (path: string, body?: object) => {
    const response = await call(`/runtime/v1/conversations${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return response.json();
  };
  await runtime("", { id: "CA1", environment: "live", channel: "CHAT" });
  const { event_id } = await runtime("/CA1/external-events", {});
  const webhook = `/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}&event_id_location=headers&event_id_path=x-event`;
  const send = async (body: string) => {
    const headers = { "x-event": event_id, "content-type": "text/plain" };
    expect((await call(webhook, { key: secret, method: "POST", headers, body })).status).toBe(201);
  };
  return { actor, agent, runtime, send };
}

test("ends a page with the event that exceeds 4 MiB and continues on the next page", async () => {
  const { runtime, send } = await setup();
  for (let n = 1; n <= 6; n++) await send(String(n).repeat(1_000_000));
  const first = await runtime("/CA1/external-events");
  expect(first.events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(first.next).toBe(5);
  const second = await runtime("/CA1/external-events?after=5");
  expect(second.events.map(({ data }: { data: string }) => data.slice(0, 3))).toEqual(["666"]);
});

test("returns up to 100 events per page", async () => {
  const { runtime, send } = await setup();
  await Promise.all(Array.from({ length: 101 }, (_, n) => send(String(n))));
  expect((await runtime("/CA1/external-events")).next).toBe(100);
  expect((await runtime("/CA1/external-events?after=100")).next).toBe(101);
});

test("unsubscribes after a failed wait", async () => {
  const { actor, agent } = await setup();
  const runtime = { kind: "runtime" as const, workspaceId: actor.workspaceId, agentId: agent.id };
  const waiting = () => listEvents(runtime, "CA1", { after: 0, wait: 30 }, new AbortController().signal);
  await withMissingTable("external_events", async () => {
    await expect(waiting()).rejects.toThrow(/external_events/);
  });
  expect(eventNotifications.subscriberCount).toBe(0);
});
