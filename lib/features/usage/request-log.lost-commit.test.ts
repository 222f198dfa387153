import { afterAll, expect, test } from "vitest";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "@/db/client/client";
import { makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";
import { startTcpFaultProxy } from "@/testing/tcp-fault-proxy";
import { readKeyTraffic } from "./read-key-traffic";

let close = () => {};
afterAll(() => close());

test("a batch whose commit was stored but not confirmed is written once, along with later entries", async () => {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor);
  const { host, port, user, password, database } = dedicatedClient();
  const proxy = await startTcpFaultProxy({ host, port });
  close = proxy.close;
  await closeDatabase();
  openDatabase({ host: "127.0.0.1", port: proxy.port, user, password, database }, () => {});
  const stored = async () => {
    const { rows } = await pool().query(
      `select (select count(*)::int from api_requests where key_id = $1) as rows,
        (select sum(requests)::int from api_request_counts where key_id = $1) as counted,
        (select sum(requests)::int from api_key_addresses where key_id = $1) as "fromAddresses",
        (select last_address from api_key_usage where key_id = $1) as "lastFrom"`,
      [key.id],
    );
    return rows[0];
  };

  proxy.dropNextCommitResponse();
  const before = new Date(Date.now() - 1000);
  await seedRequestLog(actor, key.id, [{ at: before }, { at: before }, { at: before, status: 404 }]);
  // The log did not receive the confirmation.
  expect(await stored()).toEqual({ rows: 3, counted: 3, fromAddresses: 3, lastFrom: "192.0.2.7" });

  await seedRequestLog(actor, key.id, [{ address: "192.0.2.8" }, {}]);
  expect(await stored()).toMatchObject({ rows: 5, counted: 5, fromAddresses: 5 });
  await seedRequestLog(actor, key.id, [{ address: "192.0.2.9", at: new Date(Date.now() + 1000) }]);
  expect(await stored()).toEqual({ rows: 6, counted: 6, fromAddresses: 6, lastFrom: "192.0.2.9" });
  expect((await readKeyTraffic(actor, key.id)).lastDay).toEqual({
    requests: 6,
    successes: 5,
    addresses: 3,
  });
});
