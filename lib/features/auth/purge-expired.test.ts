import { expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { createThrottle } from "@/db/queries/throttles";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { auth } from "./auth";
import { issueSetupLink, issueSignInLink } from "./one-time-links";
import { purgeExpired } from "./purge-expired";

test("an invitation is deleted 30 days after it expired", async () => {
  const actor = await makeWorkspace();
  const emails = ["open@example.com", "expired@example.com", "long-expired@example.com"];
  for (const email of emails) {
    await inviteMember(actor, { email, role: "member", apiKeysAccess: "read", configurationAccess: "read" });
  }
  const expire = (email: string, days: number) =>
    pool().query(
      "update invitations set expires_at = now() - make_interval(days => $1) where workspace_id = $2 and email = $3",
      [days, actor.workspaceId, email],
    );
  await expire("expired@example.com", 29);
  await expire("long-expired@example.com", 31);
  (await purgeExpired())();
  const { rows } = await pool().query(
    "select email from invitations where workspace_id = $1 order by email",
    [actor.workspaceId],
  );
  expect(rows.map(({ email }) => email)).toEqual(["expired@example.com", "open@example.com"]);
});

const TABLES = ["sessions", "one_time_links", "throttles", "verifications"];
const counts = async () =>
  Promise.all(TABLES.map(async (table) => (await pool().query(`select from ${table}`)).rowCount));

test("deletes what has expired and nothing else", async () => {
  await issueSetupLink();
  const { userId } = await makeMember(await makeWorkspace());
  const tries = createThrottle("sweep", { tries: 1, windowSeconds: 3600 });
  for (let n = 0; n < 3; n++) {
    await auth().api.signInByLink({ body: { userId } });
    await issueSignInLink(db(), userId);
    await tries.consume(`${n}`);
    await pool().query(
      "insert into verifications (id, identifier, value, expires_at) values ($1, '', '', now() + interval '1 hour')",
      [`ver_${n}`],
    );
  }
  const stop = await purgeExpired();
  expect(await counts()).toEqual([3, 4, 3, 3]);
  const expire = (table: string, key: string, set: string) =>
    pool().query(`update ${table} set ${set} where ${key} in (select ${key} from ${table} limit 1)`);
  await expire("sessions", "id", "expires_at = now() - interval '1 second'");
  await pool().query(
    "update sessions set updated_at = now() - interval '25 hours' where id in (select id from sessions where expires_at > now() limit 1)",
  );
  await expire("one_time_links", "token_hash", "expires_at = now() - interval '1 second'");
  await expire("verifications", "id", "expires_at = now() - interval '1 second'");
  await expire("throttles", "key", "expire = (extract(epoch from now()) - 120) * 1000");
  (await purgeExpired())();
  expect(await counts()).toEqual([1, 3, 2, 2]);
  expect(await tries.consume("new")).toBe(0);
  stop();
});
