import { expect, test } from "vitest";
import { db, pool, transaction } from "@/db/client/client";
import { createThrottle } from "@/db/queries/throttles";
import { insertUser } from "@/db/queries/users";
import { newId } from "@/lib/core/ids";
import { sortKey } from "@/lib/core/name-order";
import { auth } from "./auth";
import { signInInput } from "./contract";
import { deviceCookie } from "./known-device";
import { issueSignInLink } from "./one-time-links";
import { hashPassword } from "./passwords";
import { redeemLink } from "./redeem-link";
import { signIn } from "./sign-in";

const PASSWORD = "correct horse battery";

async function makeUser(): Promise<{ id: string; email: string }> {
  const id = newId("user");
  const email = `${id}@example.com`;
  const passwordHash = await hashPassword(PASSWORD);
  await transaction((tx) =>
    insertUser(
      tx,
      { id, name: "Ada", sortKey: sortKey("Ada"), email },
      { id: newId("account"), passwordHash },
    ),
  );
  return { id, email };
}

const sessionsOf = async (userId: string) =>
  (await (await auth().$context).internalAdapter.listSessions(userId)).length;

test("the correct password creates a session", async () => {
  const { id, email } = await makeUser();
  await signIn({ email, password: PASSWORD }, "192.0.2.1", new Headers());
  expect(await sessionsOf(id)).toBe(1);
});

test("a wrong password and an unknown email get the same error and no session", async () => {
  const { id, email } = await makeUser();
  const wrong = { code: "SIGN_IN_FAILED", message: "Wrong email or password." };
  await expect(
    signIn({ email, password: "wrong wrong wrong" }, "192.0.2.2", new Headers()),
  ).rejects.toMatchObject(wrong);
  await expect(
    signIn({ email: "unknown@example.com", password: PASSWORD }, "192.0.2.2", new Headers()),
  ).rejects.toMatchObject(wrong);
  expect(await sessionsOf(id)).toBe(0);
});

test("throttles guesses from one address while the user signs in from another", async () => {
  const { email } = await makeUser();
  const codes: string[] = [];
  for (let n = 0; n < 10; n++) {
    await signIn({ email, password: `guess number ${n}` }, "192.0.2.3", new Headers()).catch((error) =>
      codes.push(error.code),
    );
  }
  expect(codes).toEqual([...Array(8).fill("SIGN_IN_FAILED"), "TOO_MANY_TRIES", "TOO_MANY_TRIES"]);
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.3", new Headers())).rejects.toMatchObject({
    code: "TOO_MANY_TRIES",
  });
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.4", new Headers())).resolves.toMatchObject({
    email,
  });
});

test("another instance's counts stop a distributed attack, but not a network where the user is signed in", async () => {
  const { email } = await makeUser();
  const from = (address: string) => new Headers({ "x-studio-client-address": address });
  const home = "192.0.2.50";
  await signIn({ email, password: PASSWORD }, home, from(home));
  // Another instance, which shares only the database with this one.
  const elsewhere = createThrottle("sign-in-account", { tries: 100, windowSeconds: 3600 });
  for (let n = 0; n < 101; n++) await elsewhere.consume(email);
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.51", from("192.0.2.51"))).rejects.toMatchObject(
    { code: "TOO_MANY_TRIES" },
  );
  await expect(signIn({ email, password: "a wrong one" }, home, from(home))).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
  });
  await expect(signIn({ email, password: PASSWORD }, home, from(home))).resolves.toMatchObject({ email });
});

test("a distributed attack does not lock out a known device on a new network, which has its own attempts", async () => {
  const [{ id, email }, other] = [await makeUser(), await makeUser()];
  const browser = (userId: string, forged = "") => {
    const { name, value } = deviceCookie(userId);
    return new Headers({ cookie: `tz=Europe/London; ${name}=${value}${forged}` });
  };
  const known = browser(id);
  const elsewhere = createThrottle("sign-in-account", { tries: 100, windowSeconds: 3600 });
  const attack = async () => {
    for (let n = 0; n < 101; n++) await elsewhere.consume(email);
  };
  let place = 0;
  const tries = (password: string, headers: Headers) =>
    signIn({ email, password }, `198.51.100.${place++}`, headers).then(
      () => "signed in",
      ({ code }) => code,
    );
  await attack();
  for (const stranger of [new Headers(), browser(other.id), browser(id, "x"), browser(id, ".x")]) {
    expect(await tries(PASSWORD, stranger)).toBe("TOO_MANY_TRIES");
  }
  expect(await tries(PASSWORD, known)).toBe("signed in");
  await attack();
  const codes: string[] = [];
  for (let n = 0; n < 10; n++) codes.push(await tries(`guess number ${n}`, known));
  // The successful attempt counts as one of its eight.
  expect(codes).toEqual([...Array(7).fill("SIGN_IN_FAILED"), ...Array(3).fill("TOO_MANY_TRIES")]);
  expect(await tries(PASSWORD, browser(id))).toBe("signed in");
});

test("another instance's count of an address and account throttles only that pair", async () => {
  const { email } = await makeUser();
  const elsewhere = createThrottle("sign-in-pair", { tries: 8, windowSeconds: 300 });
  for (let n = 0; n < 8; n++) await elsewhere.consume(`${email}|192.0.2.70`);
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.70", new Headers())).rejects.toMatchObject({
    code: "TOO_MANY_TRIES",
  });
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.71", new Headers())).resolves.toMatchObject({
    email,
  });
});

test("another instance's count of an address throttles it for every account", async () => {
  const elsewhere = createThrottle("sign-in-address", { tries: 100, windowSeconds: 300 });
  for (let n = 0; n < 100; n++) await elsewhere.consume("192.0.2.72");
  for (let n = 0; n < 2; n++) {
    const { email } = await makeUser();
    await expect(signIn({ email, password: PASSWORD }, "192.0.2.72", new Headers())).rejects.toMatchObject({
      code: "TOO_MANY_TRIES",
    });
    await expect(signIn({ email, password: PASSWORD }, "192.0.2.73", new Headers())).resolves.toMatchObject({
      email,
    });
  }
});

test("an IPv6 network has one budget for all its addresses", async () => {
  const { email } = await makeUser();
  const codes: string[] = [];
  for (let n = 0; n < 10; n++) {
    const address = `2001:db8:0:7:${n}::${n}`;
    await signIn({ email, password: `guess number ${n}` }, address, new Headers()).catch((error) =>
      codes.push(error.code),
    );
  }
  expect(codes).toEqual([...Array(8).fill("SIGN_IN_FAILED"), "TOO_MANY_TRIES", "TOO_MANY_TRIES"]);
  await expect(
    signIn({ email, password: PASSWORD }, "2001:db8:0:8::1", new Headers()),
  ).resolves.toMatchObject({ email });
});

test("a distributed attack does not lock out a user who is signed in on the same IPv6 network", async () => {
  const { email } = await makeUser();
  const from = (address: string) => new Headers({ "x-studio-client-address": address });
  await signIn({ email, password: PASSWORD }, "2001:db8:0:9::1", from("2001:db8:0:9::1"));
  const elsewhere = createThrottle("sign-in-account", { tries: 100, windowSeconds: 3600 });
  for (let n = 0; n < 101; n++) await elsewhere.consume(email);
  await expect(
    signIn({ email, password: PASSWORD }, "2001:db8:0:a::1", from("2001:db8:0:a::1")),
  ).rejects.toMatchObject({ code: "TOO_MANY_TRIES" });
  await expect(
    signIn({ email, password: PASSWORD }, "2001:DB8:0:9:ff::2", from("2001:DB8:0:9:ff::2")),
  ).resolves.toMatchObject({ email });
  // Idle for a day, so the session has ended.
  await pool().query("update sessions set updated_at = now() - interval '25 hours'");
  for (let n = 0; n < 101; n++) await elsewhere.consume(email);
  await expect(signIn({ email, password: PASSWORD }, "2001:db8:0:9::1", new Headers())).rejects.toMatchObject(
    { code: "TOO_MANY_TRIES" },
  );
});

test("an email of the maximum length works, and counters contain no email", async () => {
  const id = newId("user");
  const email = `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(59)}.example`;
  expect(email.length).toBe(254);
  const passwordHash = await hashPassword(PASSWORD);
  await transaction((tx) =>
    insertUser(
      tx,
      { id, name: "Ada", sortKey: sortKey("Ada"), email },
      { id: newId("account"), passwordHash },
    ),
  );
  const from = "2001:db8:1111:2222:3333:4444:5555:6666";
  const guess = signIn(signInInput.parse({ email, password: "a guess" }), from, new Headers());
  await expect(guess).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  const { rows } = await pool().query("select key from throttles");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ key }) => key).join()).not.toMatch(/@|aaaa|2001/);
  await expect(signIn({ email, password: PASSWORD }, from, new Headers())).resolves.toMatchObject({ email });
});

test("an address without attempts left uses up no account's attempts and creates no counters", async () => {
  const { email } = await makeUser();
  const from = "192.0.2.60";
  const elsewhere = createThrottle("sign-in-address", { tries: 100, windowSeconds: 300 });
  for (let n = 0; n < 100; n++) await elsewhere.consume(from);
  const counters = async () => (await pool().query("select key, points from throttles order by key")).rows;
  const guess = (guessed: string) =>
    signIn({ email: guessed, password: "a guess" }, from, new Headers()).catch(({ code }) => code);
  expect(await guess(email)).toBe("TOO_MANY_TRIES");
  const before = await counters();
  expect(await guess(email)).toBe("TOO_MANY_TRIES");
  expect(await guess("not-a-user@example.com")).toBe("TOO_MANY_TRIES");
  const after = await counters();
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  expect(after.filter(({ points }, at) => points !== before[at]?.points)).toHaveLength(1);
});

test("one address alone cannot use up an account's attempts", async () => {
  const { email } = await makeUser();
  for (let n = 0; n < 120; n++) {
    await signIn({ email, password: "a guess" }, "192.0.2.61", new Headers()).catch(() => {});
  }
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.62", new Headers())).resolves.toMatchObject({
    email,
  });
});

test("of concurrent redemptions of a sign-in link exactly one succeeds", async () => {
  const { id } = await makeUser();
  const link = await issueSignInLink(db(), id);
  const token = link.slice(link.indexOf("#") + 1);

  const uses = await Promise.allSettled(
    Array.from({ length: 10 }, () => redeemLink(token, null, new Headers())),
  );

  expect(uses.filter((use) => use.status === "fulfilled")).toHaveLength(1);
  expect(await sessionsOf(id)).toBe(1);
  await expect(redeemLink(token, null, new Headers())).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
});
