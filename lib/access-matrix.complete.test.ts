import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as agentActions from "./agents/actions";
import * as keyActions from "./api-keys/actions";
import * as authActions from "./auth/actions";
import * as memberActions from "./members/actions";
import * as runtimeActions from "./runtime/actions";
import { READS, WRITES } from "./testing/console-verbs";

// That lib/access-matrix.test.ts and lib/api/who-may-ask.test.ts try everything that there is.

// Files that are no verbs, or verbs for which another proof than membership is asked: a link, a password, the machine.
const NO_VERBS: Record<string, string[]> = {
  "api-keys": [
    "actions",
    "contract",
    "deletion-of",
    "key-gone",
    "name-taken",
    "new-key",
    "secret",
    "terms",
    "to-dto",
  ],
  usage: ["classify-key-uses", "contract", "keep-response-log", "response-log", "terms"],
  agents: ["actions", "contract", "remove-deleted", "terms", "to-dto"],
  members: [
    "actions",
    "admins",
    "contract",
    "to-dto",
    "link-user",
    "read-invitation",
    "revoke-invitations-of",
    "invitation-limits",
    "terms",
  ],
  audit: ["contract", "csv", "record-audit", "terms"],
  auth: [
    ...[
      "actions",
      "asked-address",
      "auth",
      "contract",
      "device",
      "known-device",
      "link-plugin",
      "one-time-links",
      "password-strength",
      "passwords",
      "record-personal",
    ],
    ...["redeem-link", "safe-target", "session", "set-up", "setup-state", "sign-in"],
    ...["sign-out", "sweep-expired"],
  ],
  conversations: [
    "answers",
    "content-hash",
    "contract",
    "named-texts",
    "page-cursor",
    "parse-line",
    "search-page",
    "search-slots",
    "to-stored",
    "words",
  ],
  handoffs: ["contract"],
  "external-events": ["contract", "event-announcer", "event-id-not-found", "find-in-body"],
  runtime: [
    "actions",
    "contract",
    "duration",
    "metrics",
    "most-stored",
    "recognise-runtime",
    "token",
    "write-conversation",
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
  const slices = readdirSync("lib").filter(
    (folder) => folder !== "testing" && existsSync(path.join("lib", folder, "contract.ts")),
  );
  expect(slices.toSorted()).toEqual(Object.keys(NO_VERBS).toSorted());
});

test.each(Object.keys(NO_VERBS))("no verb of lib/%s is missing here", (slice) => {
  const files = readdirSync(path.join("lib", slice))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length));
  const tried = [...Object.values(WRITES).map(({ verb }) => verb), ...Object.keys(READS)].map(
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
  const open = ["signInAction", "setUpAction", "redeemLinkAction", "signOutAction", "readInvitationAction"];
  open.push("acceptInvitationAction");
  const actions = [keyActions, agentActions, memberActions, authActions, runtimeActions].flatMap(Object.keys);
  const tried = new Set(Object.keys(WRITES).map((name) => name.split(" ")[0]));
  expect(actions.filter((name) => !tried.has(name) && !open.includes(name))).toEqual([]);
});
