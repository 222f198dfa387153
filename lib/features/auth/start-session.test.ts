import { expect, test, vi } from "vitest";
import { pool } from "@/db/client/client";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { signInAction } from "./actions";
import { auth } from "./auth";
import { hashPassword } from "./passwords";

// The browser: the cookie header that it sends, and the cookies that the server sets.
let cookie = "";
let kept: string[] = [];
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ cookie }),
  cookies: async () => ({
    get: () => undefined,
    toString: () => cookie,
    set: (one: string | { name: string }) => kept.push(typeof one === "string" ? one : one.name),
  }),
}));

const PASSWORD = "correct horse battery";
const sessionsOf = async (userId: string) => {
  const { rows } = await pool().query("select id from sessions where user_id = $1", [userId]);
  return rows.map(({ id }) => String(id));
};

test("a successful sign-in by password ends the browser's previous session, of the same or another user", async () => {
  const workspace = await makeWorkspace();
  const passwordHash = await hashPassword(PASSWORD);
  const ada = await makeMember(workspace, {}, passwordHash);
  const planted = await makeMember(workspace, {}, passwordHash);
  for (const former of [ada, planted]) {
    const { headers } = await auth().api.signInByLink({
      body: { userId: former.userId },
      returnHeaders: true,
    });
    cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const before = await sessionsOf(former.userId);
    kept = [];
    expect(await signInAction({ email: ada.email, password: "a wrong one" }, "/")).toMatchObject({
      error: { code: "SIGN_IN_FAILED" },
    });
    expect(await sessionsOf(former.userId)).toEqual(before);
    expect(kept).toEqual([]);

    await expect(signInAction({ email: ada.email, password: PASSWORD }, "/")).rejects.toThrow(
      "NEXT_REDIRECT",
    );
    const after = await sessionsOf(former.userId);
    expect(after.filter((id) => before.includes(id))).toHaveLength(before.length - 1);
    expect(kept).toContain("studio_device");
  }
  expect(await sessionsOf(planted.userId)).toEqual([]);
});
