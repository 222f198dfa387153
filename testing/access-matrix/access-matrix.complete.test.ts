import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as agentActions from "@/lib/features/agents/actions";
import * as keyActions from "@/lib/features/api-keys/actions";
import * as authActions from "@/lib/features/auth/actions";
import * as memberActions from "@/lib/features/members/actions";
import * as runtimeActions from "@/lib/features/runtime/actions";
import { READ_CASES, WRITE_CASES } from "./cases";

// A file of lib/features/<feature> is a verb, which a matrix tries, or has one of the names below. access-matrix.test.ts tries
// the verbs of the console, lib/api/access-matrix.test.ts those of the external APIs.

/** The files that a feature may have beside its verbs and its named mechanisms. */
const COMPANIONS = ["contract", "constants", "actions", "internal"];

/** One mechanism a file, named by what it does. */
const MECHANISMS: Record<string, string[]> = {
  agents: ["purge-deleted-agents"],
  "api-keys": ["authorize-key", "endpoint-permissions", "secret", "unique-name"],
  audit: ["csv", "record-audit"],
  auth: [
    ...["auth", "describe-device", "known-device", "one-time-links", "passwords", "purge-expired"],
    ...["requested-path", "safe-redirect", "session", "sign-in-plugin", "start-session"],
  ],
  conversations: [
    ...["exact-numbers", "page-cursor", "parse-import-line", "response-schemas", "search-concurrency"],
    ...["search-page", "string-record", "to-row", "tokenize", "update-stored-words", "walk"],
  ],
  "external-events": ["event-notifier", "extract-event-id"],
  members: ["email-search", "invitation-limits", "last-admin"],
  runtime: ["authenticate-runtime", "conversation-metrics", "runtime-token"],
  usage: ["classify-key-uses", "request-log", "request-log-retention"],
  workspaces: ["fill-sort-keys"],
};

/** Verbs that need no membership: a link, a password or the server's command line authorizes them. */
const VERBS_WITHOUT_MEMBERSHIP: Record<string, string[]> = {
  auth: ["create-first-admin", "read-setup-state", "redeem-link", "sign-in", "sign-out"],
  members: ["accept-invitation", "create-sign-in-link", "end-user-sessions", "read-invitation"],
};

/** The verb behind each operation of the external APIs that the console does not call. */
const OPERATIONS: Record<string, string[]> = {
  conversations: [
    "import-conversations",
    "list-agent-conversations",
    "list-conversations",
    "read-conversation",
  ],
  handoffs: ["read-handoff"],
  "external-events": ["receive-external-event"],
  runtime: [
    ...["append-turn", "end-conversation", "issue-event-id", "list-events", "patch-state", "record-handoff"],
    ...["start-conversation", "write-metric"],
  ],
};

const FEATURES = readdirSync("lib/features", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The names of a folder's modules, without tests. */
const modulesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/[.]ts$/, ""));

test.each(FEATURES)(
  "lib/features/%s has verbs that a matrix tries, companions and named mechanisms only",
  (feature) => {
    const files = modulesIn(path.join("lib/features", feature));
    const tried = [...Object.values(WRITE_CASES).map(({ verb }) => verb), ...Object.keys(READ_CASES)]
      .filter((verb) => verb.startsWith(`${feature}/`))
      .map((verb) => verb.slice(feature.length + 1));
    const named = [
      ...(MECHANISMS[feature] ?? []),
      ...(VERBS_WITHOUT_MEMBERSHIP[feature] ?? []),
      ...(OPERATIONS[feature] ?? []),
    ];
    const allowed = new Set([...COMPANIONS, ...tried, ...named]);
    expect(files.filter((file) => !allowed.has(file))).toEqual([]);
    expect(
      named.filter((file) => !files.includes(file)),
      "listed here, but not a file",
    ).toEqual([]);
  },
);

test("lists no feature that does not exist", () => {
  const listed = [MECHANISMS, VERBS_WITHOUT_MEMBERSHIP, OPERATIONS].flatMap((list) => Object.keys(list));
  expect(listed.filter((feature) => !FEATURES.includes(feature))).toEqual([]);
});

test("lib/ has six folders, and no files but the actor and the server action", () => {
  expect(readdirSync("lib").toSorted()).toEqual(["api", "cli", "core", "demo", "features", "server"]);
  const loose = readdirSync("lib/features").filter((name) => !FEATURES.includes(name));
  expect(loose.filter((file) => !file.endsWith(".test.ts"))).toEqual(["actor.ts", "server-action.ts"]);
});

test.each([
  ["components", []],
  ["db", ["migrate.ts", "migration-lint.ts"]],
  ["e2e", []],
])("%s/ has no loose files but %j", (folder, allowed) => {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const names = files
    .map(({ name }) => name)
    .filter((name) => !/[.]test[.]ts$/.test(name) || folder !== "db");
  expect(names.toSorted()).toEqual(allowed);
});

test("every server action is tried or open to anonymous callers", () => {
  const open = [
    ...["signInAction", "signOutAction", "createFirstAdminAction", "redeemLinkAction"],
    ...["readInvitationAction", "acceptInvitationAction"],
  ];
  const actions = [keyActions, agentActions, memberActions, authActions, runtimeActions].flatMap(Object.keys);
  const tried = new Set(Object.keys(WRITE_CASES).map((name) => name.split(" ")[0]));
  expect(actions.filter((name) => !tried.has(name) && !open.includes(name))).toEqual([]);
});

// lib/server/build.ts depends on it: such a function's variables would be sent to the browser, encrypted with a public key.
test("no server action is an inline function", () => {
  const marked = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /[.]tsx?$/.test(file))
      .map((file) => path.join(folder, file))
      .filter((file) => /["']use server["']/.test(readFileSync(file, "utf8"))),
  );
  expect(marked.toSorted()).toEqual(
    FEATURES.map((feature) => `lib/features/${feature}/actions.ts`)
      .filter(existsSync)
      .toSorted(),
  );
  for (const file of marked) {
    expect(readFileSync(file, "utf8").match(/["']use server["']/g), file).toHaveLength(1);
    expect(readFileSync(file, "utf8"), file).toMatch(/^"use server";/);
  }
});
