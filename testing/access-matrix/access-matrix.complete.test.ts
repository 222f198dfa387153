import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as agentActions from "@/lib/features/agents/actions";
import * as keyActions from "@/lib/features/api-keys/actions";
import * as authActions from "@/lib/features/auth/actions";
import * as memberActions from "@/lib/features/members/actions";
import * as runtimeActions from "@/lib/features/runtime/actions";
import { READ_CASES, WRITE_CASES } from "./cases";

// That access-matrix.test.ts and lib/api/access-matrix.test.ts try everything that there is.

// Files that are no verbs, or verbs for which another proof than membership is asked: a link, a password, the machine.
const NO_VERBS: Record<string, string[]> = {
  "api-keys": ["actions", "contract", "unique-name", "internal", "authorize-key", "secret", "constants"],
  usage: ["classify-key-uses", "contract", "request-log-retention", "request-log", "constants"],
  agents: ["actions", "contract", "purge-deleted-agents", "constants", "internal"],
  members: [
    "actions",
    "last-admin",
    "contract",
    "internal",
    "create-sign-in-link",
    "read-invitation",
    "revoke-user-invitations",
    "invitation-limits",
    "constants",
  ],
  audit: ["contract", "csv", "format-changes", "record-audit", "constants"],
  auth: [
    ...[
      "actions",
      "requested-path",
      "auth",
      "contract",
      "describe-device",
      "known-device",
      "sign-in-plugin",
      "one-time-links",
      "password-strength",
      "passwords",
      "record-account-audit",
      "start-session",
    ],
    ...["redeem-link", "safe-redirect", "session", "create-first-admin", "read-setup-state", "sign-in"],
    ...["sign-out", "purge-expired"],
  ],
  conversations: [
    "response-schemas",
    "content-hash",
    "contract",
    "string-record",
    "page-cursor",
    "parse-import-line",
    "search-page",
    "search-concurrency",
    "to-row",
    "search-tokens",
  ],
  handoffs: ["contract"],
  "external-events": ["contract", "event-notifier", "event-id-not-found", "extract-event-id"],
  runtime: [
    "actions",
    "contract",
    "internal",
    "conversation-metrics",
    "size-limit",
    "authenticate-runtime",
    "runtime-token",
    "with-live-conversation",
  ],
  workspaces: ["contract"],
};

/** The verb behind each operation of the external APIs that no member of the console can reach. */
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

test("no slice is missing here", () => {
  const slices = readdirSync("lib/features").filter((folder) =>
    existsSync(path.join("lib/features", folder, "contract.ts")),
  );
  expect(slices.toSorted()).toEqual(Object.keys(NO_VERBS).toSorted());
});

test.each(Object.keys(NO_VERBS))("no verb of lib/features/%s is missing here", (slice) => {
  const files = readdirSync(path.join("lib/features", slice))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length));
  const tried = [...Object.values(WRITE_CASES).map(({ verb }) => verb), ...Object.keys(READ_CASES)].map(
    (verb) => verb.split(",")[0],
  );
  for (const verb of OPERATIONS[slice] ?? []) tried.push(`${slice}/${verb}`);
  expect(
    files.filter((file) => !NO_VERBS[slice]?.includes(file) && !tried.includes(`${slice}/${file}`)),
  ).toEqual([]);
  expect(
    NO_VERBS[slice]?.filter((file) => !files.includes(file)),
    "names of files that are gone",
  ).toEqual([]);
});

test("no server action is missing here", () => {
  const open = [
    "signInAction",
    "createFirstAdminAction",
    "redeemLinkAction",
    "signOutAction",
    "readInvitationAction",
  ];
  open.push("acceptInvitationAction");
  const actions = [keyActions, agentActions, memberActions, authActions, runtimeActions].flatMap(Object.keys);
  const tried = new Set(Object.keys(WRITE_CASES).map((name) => name.split(" ")[0]));
  expect(actions.filter((name) => !tried.has(name) && !open.includes(name))).toEqual([]);
});
