import { connect } from "node:net";
import { pool } from "@/db/client/client";
import { type RawResponse, sendRawBytes, sendRawRequest } from "@/testing/raw-http";
import { createKeyInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";
import { captureServerAction, serverPort } from "../support/http";
import { malformedFormBodies, malformedTextBodies } from "../support/malformed-action-bodies";

/** Sends a body that never ends, one byte every 500 ms. Resolves with the response once the server closes the connection. */
function sendUnfinishedBody(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(serverPort(), "127.0.0.1", () => socket.write(head));
    const drip = setInterval(() => socket.write(" "), 500);
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearInterval(drip);
      resolve(received);
    });
  });
}

test("malformed server action requests are rejected, change nothing and reveal nothing", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const captured = await captureServerAction(page);
  const { id, target, cookie } = captured;
  const [slug, input] = JSON.parse(captured.body);
  await page.goto("about:blank");

  const always = { cookie, origin: `http://127.0.0.1:${serverPort()}`, accept: "text/x-component" };
  const post = (headers: Record<string, string>, body: string | Buffer) =>
    sendRawRequest(serverPort(), {
      method: "POST",
      target,
      headers: Object.entries({ ...always, ...headers }),
      body: Buffer.from(body),
    });
  const text = { "next-action": id, "content-type": "text/plain;charset=UTF-8" };
  const form = { "next-action": id, "content-type": "multipart/form-data; boundary=b" };
  const written = async () => {
    const of = "where workspace_id = $1";
    const { rows } = await pool().query(
      `select (select json_agg(name order by name) from api_keys ${of}) as names, count(*) from audit_entries ${of}`,
      [workspace.operator.workspaceId],
    );
    return rows[0];
  };
  const create = (name: string) => post(text, JSON.stringify([slug, { ...input, name }]));

  const head = (more: string) =>
    `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1:${serverPort()}\r\nOrigin: ${always.origin}\r\nCookie: ${cookie}\r\nNext-Action: ${id}\r\n${more}`;
  const before = await written();
  const outcomes: Record<string, string> = {};
  const note = (what: string, { status, text }: RawResponse) => {
    const internals =
      /ask_|\bat .+:\d+:\d+|node_modules|\.next\b|\.js\b|Error:|"INTERNAL_ERROR"/i.exec(text) ??
      // SQL is in lower case. Messages may begin with "Select".
      /select /.exec(text);
    const rejected = [400, 409, 413].includes(status) || (status === 200 && text.includes('"ok":false'));
    outcomes[what] = rejected && !internals ? "rejected" : `${status} ${internals ?? text.slice(0, 300)}`;
  };
  for (const [what, body] of malformedTextBodies(slug, input)) note(what, await post(text, body));
  for (const [what, body] of malformedFormBodies(slug, id)) note(what, await post(form, body));
  const valid = JSON.stringify([slug, { ...input, name: "Never" }]);
  for (const one of ["0".repeat(42), "x", "__proto__", "constructor", "toString", "x".repeat(9000)]) {
    note(`the action ${one.slice(0, 20)}`, await post({ ...text, "next-action": one }, valid));
  }
  note("a form without a boundary", await post({ ...form, "content-type": "multipart/form-data" }, "x"));
  note("a form without an action", await post({ "content-type": form["content-type"] }, "no form"));
  const utf16 = { ...text, "content-type": "text/plain;charset=utf-16le" };
  note("another charset", await post(utf16, Buffer.from(valid, "utf16le")));
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const chunked = head("Content-Type: text/plain\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (const address of [
    "/a%00b/agents",
    `/${slug}/configure/api-keys/a%00b`,
    `/${slug}/configure/api-keys?search=a%00b&agent=a%00b&sort=a%00b`,
    `/${slug}/audit?person=a%00b&from=a%00b`,
    "/a%00b/data/api-keys",
    `/${slug}/data/api-keys/a%00b`,
    `/${slug}/data/api-keys/a%00b/traffic`,
    `/${slug}/data/api-keys/a%00b/requests?cursor=a%00b`,
    `/${slug}/data/agents/a%00b/deletion`,
    `/${slug}/data/api-keys?search=a%00b&agent=a%00b&cursor=a%00b`,
    `/${slug}/data/audit?person=a%00b&cursor=a%00b&target=a%00b`,
  ]) {
    const response = await sendRawRequest(serverPort(), {
      method: "GET",
      target: address,
      headers: [["cookie", cookie]],
      body: undefined,
    });
    expect(response.status, address).toBeLessThan(500);
  }
  const tooLarge = await sendRawBytes(serverPort(), chunked + chunk.repeat(17));
  expect(tooLarge.status, "a chunked body that is too large").toBe(413);
  expect(outcomes).toEqual(Object.fromEntries(Object.keys(outcomes).map((what) => [what, "rejected"])));
  expect(await written()).toEqual(before);

  expect((await create("Afterwards")).text).toContain('"ok":true');
  expect((await written()).names).toEqual(["Afterwards", "Captured"]);
});

// Waits for the 30 seconds that a body may take.
test("an action whose body never ends gets 408 and delays no other action", { tag: "@full" }, async ({
  page,
  signInAndGoto,
}) => {
  test.setTimeout(120_000);
  await signInAndGoto("configure/api-keys");
  const { id, target, cookie } = await captureServerAction(page);
  let hasEnded = false;
  const slow = sendUnfinishedBody(
    [
      `POST ${target} HTTP/1.1`,
      `Host: 127.0.0.1:${serverPort()}`,
      `Origin: http://127.0.0.1:${serverPort()}`,
      `Cookie: ${cookie}`,
      `Next-Action: ${id}`,
      'Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\n["',
    ].join("\r\n"),
  ).finally(() => {
    hasEnded = true;
  });
  await page.getByRole("button", { name: /^Done/ }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await createKeyInDialog(page, "Beside a slow one");
  expect(hasEnded, "the slow request has ended").toBe(false);
  expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
});
