import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { db } from "@/db/client/client";
import { selectUserByEmail } from "@/db/queries/users";
import { auth } from "@/lib/features/auth/auth";
import type { CreateUserInput } from "@/lib/features/members/contract";
import { createUser } from "@/lib/features/members/create-user";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { makeKey } from "@/testing/fixtures";
import { sendRawRequest } from "@/testing/raw-http";
import { expect, test } from "../support/fixtures";

// The expected response of every page and route handler for each kind of caller. New ones must be added here.

/** In this order: signed out, an admin of another workspace, a member without access, an admin. */
const CALLERS = ["anonymous", "stranger", "none", "admin"] as const;
type ExpectedResponses = [anonymous: string, stranger: string, none: string, admin: string];

/** Redirects to sign-in, and from there back to the requested path. */
const SIGN_IN = "307 /sign-in?to=HERE";
const keysData: ExpectedResponses = ["401", "404", "404", "200"];
const keysPage: ExpectedResponses = [SIGN_IN, "404", "404", "200"];
const membersData: ExpectedResponses = ["401", "404", "200", "200"];
const membersPage: ExpectedResponses = [SIGN_IN, "404", "200", "200"];
const publicPage: ExpectedResponses = ["200", "200", "200", "200"];

const ROUTES: Record<string, ExpectedResponses> = {
  "[workspace]/data/agents/[agent]/deletion/route.ts": ["401", "404", "403", "200"],
  "[workspace]/data/api-keys/[keyId]/requests/route.ts": keysData,
  "[workspace]/data/api-keys/[keyId]/route.ts": keysData,
  "[workspace]/data/api-keys/[keyId]/traffic/route.ts": keysData,
  "[workspace]/data/api-keys/recent-use/route.ts": keysData,
  "[workspace]/data/api-keys/route.ts": keysData,
  "[workspace]/data/audit.csv/route.ts": keysData,
  "[workspace]/data/audit/route.ts": keysData,
  "[workspace]/data/response-configurations/route.ts": keysData,
  "[workspace]/data/invitations/route.ts": membersData,
  "[workspace]/data/members/route.ts": membersData,
  "[workspace]/audit/page.tsx": keysPage,
  "[workspace]/configure/api-keys/[keyId]/page.tsx": keysPage,
  "[workspace]/configure/api-keys/configuration/page.tsx": keysPage,
  "[workspace]/configure/api-keys/page.tsx": keysPage,
  "[workspace]/agents/page.tsx": membersPage,
  "[workspace]/members/page.tsx": membersPage,
  "[workspace]/page.tsx": [SIGN_IN, "404", "307 /WS/agents", "307 /WS/configure/api-keys"],
  "account/data/route.ts": ["401", "200", "200", "200"],
  "account/page.tsx": ["307 /sign-in?to=/account", "200", "200", "200"],
  "page.tsx": ["307 /sign-in", "307 /OTHER", "307 /WS", "307 /WS"],
  "(auth)/sign-in/page.tsx": ["200", "307 /", "307 /", "307 /"],
  // An admin exists, so setup is closed.
  "(auth)/setup/page.tsx": ["200", "307 /", "307 /", "307 /"],
  "(auth)/account/password/page.tsx": ["307 /sign-in?to=/account/password", "200", "200", "200"],
  "(auth)/invite/page.tsx": publicPage,
  "(auth)/link/page.tsx": publicPage,
  "docs/page.tsx": publicPage,
  "docs/[page]/page.tsx": publicPage,
  "docs/api/page.tsx": publicPage,
};

test("every page and route handler has an entry in the access table", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const served = files.filter((file) => /(^|\/)(route|page)\.[jt]sx?$/.test(file));
  expect(served.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

test("unauthorized callers learn nothing from any route", async ({ workspace }) => {
  const { operator, slug, agents } = workspace;
  const { key } = await makeKey(operator, { name: "This workspace's key" });
  const other = await createWorkspace(operator, {
    name: "Elsewhere",
    slug: `test-${randomBytes(5).toString("hex")}`,
  });
  const signIn = async (workspaceId: string, memberRole: Pick<CreateUserInput, "role">) => {
    const email = `${randomBytes(5).toString("hex")}@example.com`;
    const access = { apiKeysAccess: "none", configurationAccess: "none" } as const;
    await createUser({ ...operator, workspaceId }, { email, name: "Ada Lovelace", ...access, ...memberRole });
    const user = await selectUserByEmail(db(), email);
    const body = { userId: user?.id ?? "" };
    const { headers } = await auth().api.signInByLink({ body, returnHeaders: true });
    return headers
      .getSetCookie()
      .map((set) => set.split(";")[0])
      .join("; ");
  };
  const cookies = {
    anonymous: "",
    stranger: await signIn(other.id, { role: "admin" }),
    none: await signIn(operator.workspaceId, { role: "member" }),
    admin: await signIn(operator.workspaceId, { role: "admin" }),
  };
  const ours = [
    operator.workspaceId,
    key.id,
    key.name,
    key.masked,
    ...Object.values(agents).map(({ id }) => id),
  ];
  const get = async (target: string, cookie: string, more: [string, string][]) => {
    const headers = cookie ? [...more, ["cookie", cookie] as [string, string]] : more;
    return sendRawRequest(Number(process.env.PORT), { method: "GET", target, headers, body: undefined });
  };

  // The caller knows what is in the URL.
  const leaks = (text: string, target: string) =>
    ours.filter((word) => text.includes(word) && !target.includes(word));

  for (const [file, responses] of Object.entries(ROUTES)) {
    const path = `/${file.replace(/(^|\/)(route|page)\.tsx?$/, "").replace(/^\(\w+\)\//, "")}`
      .replace("[workspace]", slug)
      .replace("[keyId]", key.id)
      .replace("[agent]", agents.uk.id)
      .replace("[page]", "errors");
    const target = file.includes("recent-use") ? `${path}?ids=${key.id}` : path;
    for (const [index, who] of CALLERS.entries()) {
      const expected = responses[index]
        ?.replace("HERE", encodeURIComponent(target))
        .replace("WS", slug)
        .replace("OTHER", other.slug);
      const { status, headers, text } = await get(target, cookies[who], []);
      const location = headers.get("location");
      expect(location ? `${status} ${location}` : String(status), `${target} for ${who}`).toBe(expected);
      if (expected === "200") continue;
      expect(leaks(text, target), `${target} for ${who}`).toEqual([]);
      // What client navigation fetches instead of the page.
      const payload = await get(target, cookies[who], [["rsc", "1"]]);
      expect(leaks(payload.text, target), `${target} for ${who}, by link`).toEqual([]);
    }
  }
});
