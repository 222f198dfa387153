import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { encodeCursor } from "@/lib/core/cursor";
import { email } from "@/lib/features/auth/contract";
import { makeMember, makeWorkspace, memberActor } from "@/testing/fixtures";
import { listMembersInput, memberFilters } from "./contract";
import { createUser } from "./create-user";
import { inviteMember } from "./invite-member";
import { listInvitations } from "./list-invitations";
import { listMembers } from "./list-members";

const ACCESS = { role: "member", apiKeysAccess: "read", configurationAccess: "read" } as const;

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

/** Inserts the given number of members, with names that repeat in upper and lower case. */
async function insertMembers({ workspaceId, slug }: Workspace, count: number): Promise<void> {
  await pool().query(
    `with new_users as (
       insert into users (id, name, email)
       select 'user_' || $2 || n, case n % 3 when 0 then 'Same Name' when 1 then 'anna ' || n else 'Bert ' || n end,
         n || '.' || $2 || '@example.com'
       from generate_series(1, $3::int) n returning id
     )
     insert into members (workspace_id, user_id, role) select $1, id, 'member' from new_users`,
    [workspaceId, slug, count],
  );
}

async function insertInvitations({ workspaceId }: Workspace, count: number): Promise<void> {
  await pool().query(
    `insert into invitations (workspace_id, id, email, role, api_keys_access, configuration_access, token_hash,
       invited_by_name, created_at, expires_at)
     select $1, 'inv_' || n, n || '_guest@example.com', 'member', 'read', 'read', sha256(($1 || n)::bytea),
       case n % 2 when 0 then 'Ada' else 'Grace' end, now() - (n / 3) * interval '1 minute', now() + interval '7 days'
     from generate_series(1, $2::int) n`,
    [workspaceId, count],
  );
}

async function listAllPages<P extends { nextCursor: string | null }, T>(
  read: (cursor: string | null) => Promise<P>,
  rows: (page: P) => T[],
  between: () => Promise<unknown> = async () => {},
): Promise<T[]> {
  const seen: T[] = [];
  let cursor: string | null = null;
  do {
    const page: P = await read(cursor);
    expect(rows(page).length).toBeLessThanOrEqual(50);
    seen.push(...rows(page));
    cursor = page.nextCursor;
    await between();
  } while (cursor);
  return seen;
}

const membersOf = (actor: Workspace, search = "", between?: () => Promise<unknown>) =>
  listAllPages(
    (cursor) => listMembers(actor, listMembersInput.parse({ search, cursor })),
    ({ members }) => members,
    between,
  );
const invitationsOf = (actor: Workspace, search = "", between?: () => Promise<unknown>) =>
  listAllPages(
    (cursor) => listInvitations(actor, listMembersInput.parse({ search, cursor })),
    ({ invitations }) => invitations,
    between,
  );

test("pages through members by name, each once, while others join", async () => {
  const actor = await makeWorkspace();
  await insertMembers(actor, 160);
  await insertMembers(await makeWorkspace(), 60);
  const before = new Set((await membersOf(actor)).map(({ userId }) => userId));
  expect(before.size).toBe(160);
  const seen = await membersOf(actor, "", () => makeMember(actor, { role: "member" }));
  const known = seen.filter(({ userId }) => before.has(userId));
  expect(known).toHaveLength(160);
  const names = known.map(({ name }) => name.toLowerCase());
  expect(names.findIndex((name) => name.startsWith("anna"))).toBe(0);
  expect(names.lastIndexOf("same name")).toBe(159);
});

test("searches members by part of the name or email, and by ID", async () => {
  const actor = await makeWorkspace();
  await insertMembers(actor, 160);
  const admin = await makeMember(actor, { role: "admin" });
  expect(await membersOf(actor, "SAME name")).toHaveLength(53);
  expect((await membersOf(actor, "Anna 1")).every(({ name }) => name.startsWith("anna 1"))).toBe(true);
  expect(await membersOf(actor, `7.${actor.slug.toUpperCase()}@`)).toHaveLength(16);
  expect(await membersOf(actor, admin.userId)).toMatchObject([{ userId: admin.userId }]);
  expect(await membersOf(actor, "%")).toEqual([]);
  expect(await membersOf(await makeWorkspace(), "same")).toEqual([]);
});

test("finds members and invitations by any part of an address as it is shown, and by its other spellings", async () => {
  const actor = await makeWorkspace();
  const invited = ["ada@BÜCHER.de", "bob@shop.bücher.de", "user@example.xn--p1ai", "pelé@example.com"];
  for (const typed of invited) await inviteMember(actor, { email: email.parse(typed), ...ACCESS });
  await insertMembers(actor, 3);
  await pool().query("update users set email = $1 where id = $2", [
    email.parse("clara@bücher.de"),
    `user_${actor.slug}1`,
  ]);
  const found = async (search: string) =>
    [...(await membersOf(actor, search)), ...(await invitationsOf(actor, search))]
      .map((row) => row.email.split("@")[0])
      .sort();
  expect(await found("bücher")).toEqual(["ada", "bob", "clara"]);
  expect(await found("BÜCH")).toEqual(["ada", "bob", "clara"]);
  expect(await found("cher.de")).toEqual(["ada", "bob", "clara"]);
  expect(await found("a@büch")).toEqual(["ada", "clara"]);
  expect(await found("xn--bcher-kva")).toEqual(["ada", "bob", "clara"]);
  expect(await found("ａda＠bücher．de")).toEqual(["ada"]);
  expect(await found("b%@bücher")).toEqual([]);
  expect(await found("рф")).toEqual(["user"]);
  expect(await found("pele\u0301@")).toEqual(["pelé"]);
  expect((await membersOf(actor, "clara")).map((row) => row.email)).toEqual(["clara@bücher.de"]);
});

test("sorts and finds members and inviters as people write their names", async () => {
  const actor = await makeWorkspace();
  const names = ["Zoë 10", "Ägir", "zoe 2", "Øyvind"];
  for (const [n, name] of names.entries()) {
    const email = `${n}.${actor.slug}@example.com`;
    await createUser(actor, { ...ACCESS, role: "admin", email, name, password: "quiet brass lantern" });
  }
  expect((await membersOf(actor)).map(({ name }) => name)).toEqual(["Ägir", "Øyvind", "zoe 2", "Zoë 10"]);
  expect((await membersOf(actor, "zoë")).map(({ name }) => name)).toEqual(["zoe 2", "Zoë 10"]);
  const [member] = await membersOf(actor, "oyvind");
  if (!member) throw new Error("Not found.");
  const inviter = { ...memberActor(actor.workspaceId), userId: member.userId, name: member.name };
  await inviteMember(inviter, { email: `guest.${actor.slug}@example.com`, ...ACCESS });
  expect(await invitationsOf(actor, "OYVIND")).toHaveLength(1);
  expect(await invitationsOf(actor, "agir")).toEqual([]);
});

test("every page of members names the only admin", async () => {
  const actor = await makeWorkspace();
  await insertMembers(actor, 60);
  const read = (search = "") => listMembers(actor, listMembersInput.parse({ search }));
  expect((await read()).onlyAdminId).toBeNull();
  const ada = await makeMember(actor, { role: "admin" });
  expect((await read()).onlyAdminId).toBe(ada.userId);
  expect((await read("same")).onlyAdminId).toBe(ada.userId);
  await makeMember(actor, { role: "admin" });
  expect((await read()).onlyAdminId).toBeNull();
});

test("pages through invitations, newest first, each once, and searches them", async () => {
  const actor = await makeWorkspace();
  await insertInvitations(actor, 160);
  let n = 0;
  const seen = await invitationsOf(actor, "", () =>
    inviteMember(actor, { email: `later-${n++}@example.com`, ...ACCESS }),
  );
  const known = seen.filter(({ email }) => email.includes("_guest@"));
  expect(new Set(known.map(({ id }) => id)).size).toBe(160);
  expect(known).toHaveLength(160);
  const times = known.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().reverse());
  expect(await invitationsOf(actor, "GRACE")).toHaveLength(80);
  expect(await invitationsOf(actor, "16_guest@")).toHaveLength(2);
  expect(await invitationsOf(await makeWorkspace(), "guest")).toEqual([]);
});

test.each([
  ["malformed JSON", "x"],
  ["no position", encodeCursor({ name: 1 })],
  [
    "a NUL character",
    encodeCursor({ name: "\u0000", createdAt: "2026-01-01T00:00:00Z", userId: "u", id: "\u0000" }),
  ],
  ["an invalid time", encodeCursor({ createdAt: "0000-01-01T00:00:00Z", id: "inv_1" })],
])("rejects a cursor with %s", async (_, cursor) => {
  const actor = await makeWorkspace();
  const input = listMembersInput.parse({ cursor });
  for (const read of [listMembers, listInvitations]) {
    await expect(read(actor, input)).rejects.toMatchObject({ code: "INPUT_INVALID" });
  }
});

test("a search with characters that no name can have matches everyone in a page's URL, and is refused in a request", () => {
  for (const search of ["a\u0000", "\ud800", "x".repeat(101), ["a"]]) {
    expect(memberFilters.parse({ search })).toEqual({ search: "" });
    expect(listMembersInput.safeParse({ search }).error?.issues[0]?.path).toEqual(["search"]);
  }
});
