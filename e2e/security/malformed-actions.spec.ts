import { connect } from "node:net";
import { pool } from "@/db/client/client";
import { type RawResponse, sendRawBytes, sendRawRequest } from "@/testing/raw-http";
import { createKeyInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";
import { serverPort, sessionCookie } from "../support/http";
import { malformedFormBodies, malformedTextBodies } from "../support/malformed-action-bodies";

/** A body that goes on for ever, a byte now and then. Resolves with all that is answered once the server hangs up. */
function sendUnfinishedBody(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = "";
    const socket = connect(serverPort(), "127.0.0.1", () => socket.write(head));
    const drip = setInterval(() => socket.write(" "), 500);
    socket.on("data", (chunk) => {
      told += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearInterval(drip);
      resolve(told);
    });
  });
}

test("malformed server action requests are rejected, change nothing and reveal nothing", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  test.setTimeout(120_000);
  await signInAndGoto("configure/api-keys");
  const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
  await createKeyInDialog(page, "Captured");
  const action = await sent;
  const id = action.headers()["next-action"] ?? "";
  const [slug, input] = JSON.parse(action.postData() ?? "");
  const target = new URL(action.url()).pathname;
  const { header: cookie } = await sessionCookie(context);
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
  const slow = sendUnfinishedBody(head('Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\n["'));
  expect((await create("Beside a slow one")).text, "while another body never ends").toContain('"ok":true');

  const before = await written();
  const told: Record<string, string> = {};
  const note = (what: string, { status, text }: RawResponse) => {
    const innards = /ask_|\bat .+:\d+:\d+|node_modules|\.next\b|\.js\b|Error:|select |"INTERNAL_ERROR"/i.exec(
      text,
    );
    const refused = [400, 409, 413].includes(status) || (status === 200 && text.includes('"ok":false'));
    told[what] = refused && !innards ? "refused" : `${status} ${innards ?? text.slice(0, 300)}`;
  };
  for (const [what, body] of malformedTextBodies(slug, input)) note(what, await post(text, body));
  for (const [what, body] of malformedFormBodies(slug, id)) note(what, await post(form, body));
  const good = JSON.stringify([slug, { ...input, name: "Never" }]);
  for (const one of ["0".repeat(42), "x", "__proto__", "constructor", "toString", "x".repeat(9000)]) {
    note(`the action ${one.slice(0, 20)}`, await post({ ...text, "next-action": one }, good));
  }
  note("a form without a boundary", await post({ ...form, "content-type": "multipart/form-data" }, "x"));
  note("a form of nobody's", await post({ "content-type": form["content-type"] }, "no form"));
  const utf16 = { ...text, "content-type": "text/plain;charset=utf-16le" };
  note("another charset", await post(utf16, Buffer.from(good, "utf16le")));
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const chunked = head("Content-Type: text/plain\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (const address of [
    "/a%00b/agents",
    `/${slug}/configure/api-keys/a%00b`,
    `/${slug}/configure/api-keys?q=a%00b&agent=a%00b&sort=a%00b`,
    `/${slug}/audit?who=a%00b&from=a%00b`,
    "/a%00b/data/api-keys",
    `/${slug}/data/api-keys/a%00b`,
    `/${slug}/data/api-keys/a%00b/traffic`,
    `/${slug}/data/api-keys/a%00b/requests?cursor=a%00b`,
    `/${slug}/data/agents/a%00b/deletion`,
    `/${slug}/data/api-keys?q=a%00b&agent=a%00b&cursor=a%00b`,
    `/${slug}/data/audit?who=a%00b&cursor=a%00b&target=a%00b`,
  ]) {
    const answer = await sendRawRequest(serverPort(), {
      method: "GET",
      target: address,
      headers: [["cookie", cookie]],
      body: undefined,
    });
    expect(answer.status, address).toBeLessThan(500);
  }
  const tooMuch = await sendRawBytes(serverPort(), chunked + chunk.repeat(17));
  expect(tooMuch.status, "too much, which does not say how much it is").toBe(413);
  expect(told).toEqual(Object.fromEntries(Object.keys(told).map((what) => [what, "refused"])));
  expect(await written()).toEqual(before);

  expect((await create("Afterwards")).text).toContain('"ok":true');
  expect((await written()).names).toEqual(["Afterwards", "Beside a slow one", "Captured"]);
  expect(await slow, "a body that never ends").toMatch(/^HTTP\/1\.1 408 /);
});
