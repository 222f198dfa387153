import { encodeCursor } from "@/lib/core/cursor";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { sendRequest, sessionCookie } from "../support/http";

/** A cursor of the list of keys that is valid except for its time. */
const forgedKeysCursor = (value: string) =>
  encodeCursor({ of: JSON.stringify(["created", "", "", "", ""]), value, id: "key_1" });

test("data routes reject invalid and misspelled parameters with 400, and pages open without them", async ({
  workspace,
  signInAndGoto,
  context,
}) => {
  const { key } = await makeKey(workspace.operator);
  await signInAndGoto("agents");
  const { header: cookie } = await sessionCookie(context);
  const get = (path: string) => sendRequest("GET", `/${workspace.slug}/${path}`, { cookie });
  const requests = `data/api-keys/${key.id}/requests`;
  const rejected: [string, string][] = [
    ...["to=9999-12-31", "from=0001-01-01", "from=0050-01-01", "from=2026-02-30", "to=soon"].flatMap(
      (day): [string, string][] => [
        [`data/audit?${day}`, day.split("=")[0] ?? ""],
        [`data/audit.csv?${day}`, day.split("=")[0] ?? ""],
      ],
    ),
    ["data/audit.csv?person=a%00b", "person"],
    [`data/audit.csv?target=${"a".repeat(101)}`, "target"],
    ["data/audit.csv?user=ada", ""],
    [`data/audit?cursor=${encodeCursor({ at: "0000-01-01T00:00:00Z", id: 1 })}`, "cursor"],
    ["data/audit?cursor=nonsense", "cursor"],
    [`data/audit?cursor=${"a".repeat(4000)}`, "cursor"],
    [`${requests}?from=0000-01-01T00:00:00Z`, "from"],
    [`${requests}?to=9999-12-31T23:59:59-23:59`, "to"],
    [`${requests}?cursor=${encodeCursor({ at: "0000-01-01T00:00:00.000Z", id: 1 })}`, "cursor"],
    [`${requests}?cursor=${encodeCursor({ at: "2026-01-01T00:00:00.000Z", id: 2 ** 60 })}`, "cursor"],
    [`data/api-keys?cursor=${forgedKeysCursor("yesterday at noon")}`, "cursor"],
    [`data/api-keys?cursor=${forgedKeysCursor("0000-01-01 00:00:00+00")}`, "cursor"],
    ["data/api-keys?cursor=x", "cursor"],
    ["data/api-keys?agent[]=front-desk-uk", "agent[]"],
    ["data/api-keys?agent=a&agent=b", "agent"],
    ["data/api-keys?state=gone", "state"],
    [`data/api-keys?search=${"a".repeat(101)}`, "search"],
    ["data/members?Search=ada", "Search"],
    ["data/members?search=a%00b", "search"],
    ["data/invitations?search%5B%5D=ada", "search[]"],
    ["data/audit?target[]=x", "target[]"],
    ["data/audit.csv?target[]=x", "target[]"],
    [`${requests}?status=9`, "status"],
    [`${requests}?filter[endpoint]=getConversation`, "filter[endpoint]"],
  ];
  for (const [path, field] of rejected) {
    const { status, text } = await get(path);
    expect(status, path).toBe(400);
    expect(JSON.parse(text), path).toMatchObject({
      code: "INPUT_INVALID",
      fields: { [field]: expect.any(String) },
    });
  }
  for (const path of [
    "audit?to=9999-12-31&from=0001-01-01",
    "audit?from=0050-01-01&action=a%00b&target=a%00b&person=a%00b",
    `configure/api-keys/${key.id}?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59-23:59&cursor=x`,
    `configure/api-keys?cursor=${forgedKeysCursor("never")}`,
    "data/audit?from=1970-01-01&to=9998-12-31",
    `${requests}?from=1970-01-01T00:00:00Z&to=9999-12-31T23:59:59Z`,
    `${requests}?from=2026-01-01T00:00:00%2B23:59`,
  ]) {
    expect((await get(path)).status, path).toBe(200);
  }
});
