import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEmbeddedDatabase } from "@/testing/database";
import { runNode } from "@/testing/run-node";

const data = mkdtempSync(path.join(tmpdir(), "agent-studio-cli-"));
// As root, PostgreSQL runs as another user, who needs access to this folder.
chmodSync(data, 0o755);
afterAll(() => rmSync(data, { recursive: true, force: true }));

const studio = (args: string[], input?: string | Buffer) =>
  runNode(["lib/cli/main.ts", ...args], { env: { STUDIO_DATA: path.join(data, "studio") }, input });

/** Runs a command with --json: exactly one JSON value on standard output. */
async function runJson(args: string[], input?: string | Buffer, code = 0) {
  const outcome = await studio([...args, "--json"], input);
  expect(outcome.code, outcome.stderr).toBe(code);
  return JSON.parse(outcome.stdout);
}

const call = (id: string, more: object = {}) =>
  JSON.stringify({
    id,
    environment: "live",
    started_at: "2026-09-01T00:00:00Z",
    channel: "CHAT",
    in_progress: false,
    ...more,
  });

describe("the command line", () => {
  let release = async () => {};
  afterAll(() => release());
  beforeAll(async () => {
    release = await createEmbeddedDatabase(path.join(data, "studio"));
    await runJson(["workspace", "create", "--name", "Acme Ltd"]);
    await runJson(["agent", "create", "--workspace", "acme-ltd", "--name", "Acme UK"]);
  }, 60_000);

  test("creates, lists and deletes keys, and prints the secret once", async () => {
    const make = [
      "key",
      "create",
      "--workspace",
      "acme-ltd",
      "--name",
      "k",
      "--permissions",
      "conversations,handoff",
      "--expires",
      "90d",
    ];
    const made = await runJson([...make, "--agents", "acme-uk"]);
    expect(made).toEqual({
      id: expect.stringMatching(/^key_/),
      name: "k",
      key: expect.stringMatching(/^ask_[0-9A-Za-z]{49}$/),
      expiresAt: expect.any(String),
    });
    const again = await studio([...make, "--agents", "all"]);
    expect([again.code, again.stdout, again.stderr.trim()]).toEqual([
      1,
      "",
      "A key with this name already exists. Use a different name.",
    ]);
    const { keys } = await runJson(["key", "list", "--workspace", "acme-ltd"]);
    expect(keys).toMatchObject([
      {
        ...{ id: made.id, permissions: ["conversations", "handoff"], agents: [{ name: "Acme UK" }] },
        ...{ lastUsedAt: null, lastSuccessAt: null, lastRefusalAt: null },
      },
    ]);
    const table = await studio(["key", "list", "--workspace", "acme-ltd"]);
    expect(table.stdout).toMatch(/LAST SUCCESS +LAST ERROR\n.* never +never\n/);
    expect(JSON.stringify(keys)).not.toContain(made.key.slice(8, -4));
    expect(await runJson(["key", "delete", "--workspace", "acme-ltd", "--key", made.id])).toEqual({
      id: made.id,
      name: "k",
    });
    expect((await runJson(["key", "list", "--workspace", "acme-ltd"])).keys).toEqual([]);
  });

  test("exports the audit log, and finds deleted keys that a restore brought back", async () => {
    const where = ["--workspace", "acme-ltd"];
    const file = path.join(data, "audit.csv");
    const { entries } = await runJson(["audit", "export", ...where, file]);
    const text = readFileSync(file, "utf8");
    expect(text.match(/^\ufefftime,actor_kind,.*\r\n/)).not.toBeNull();
    expect(text.trim().split("\r\n")).toHaveLength(entries + 1);
    const make = [
      "key",
      "create",
      ...where,
      "--agents",
      "all",
      "--permissions",
      "handoff",
      "--expires",
      "1d",
    ];
    const { id } = await runJson([...make, "--name", "back"]);
    // A deletion that was exported after the backup.
    const deletion = `2026-11-01T00:00:00.000Z,operator,root,api_key.deleted,api_key,${id},back,,\r\n`;
    writeFileSync(file, text + deletion);
    const reconcile = ["key", "reconcile", ...where, "--audit"];
    expect(await runJson([...reconcile, file], undefined, 1)).toEqual({
      acts: entries + 1,
      known: entries,
      revived: [{ id, name: "back", deletedAt: "2026-11-01T00:00:00.000Z" }],
      lost: [],
      deleted: false,
    });
    expect((await runJson([...reconcile, "-", "--delete"], text + deletion)).deleted).toBe(true);
    // Nothing is left to delete.
    expect((await runJson([...reconcile, "-", "--delete"], text + deletion)).deleted).toBe(false);
    expect((await runJson(["key", "list", ...where])).keys).toEqual([]);
  });

  test("imports a plain or gzipped file or standard input, and changes nothing the second time", async () => {
    const lines = [
      call("a"),
      call("b"),
      "",
      "nonsense",
      call("c", { channel: undefined }),
      call("d\u0000"),
    ].join("\n");
    const file = path.join(data, "calls.jsonl");
    writeFileSync(file, lines);
    const into = ["conversations", "import", "--workspace", "acme-ltd", "--agent", "acme-uk"];
    const first = await runJson([...into, file], undefined, 1);
    expect(first).toMatchObject({ imported: 2, updated: 0, unchanged: 0, failed: 3 });
    expect(first.errors.map(({ line }: { line: number }) => line)).toEqual([4, 5, 6]);
    expect(first.errors[0].reason).toBe("not valid JSON");

    const good = [call("a"), call("b", { total_duration: 5 }), call("e")].join("\n");
    expect(await runJson([...into, "-"], gzipSync(good))).toMatchObject({
      imported: 1,
      updated: 1,
      unchanged: 1,
      failed: 0,
    });
    expect(await runJson([...into, "-"], good)).toMatchObject({
      imported: 0,
      updated: 0,
      unchanged: 3,
      failed: 0,
    });
    const damaged = await studio([...into, "-"], gzipSync(good).subarray(0, -4));
    expect([damaged.code, damaged.stderr]).toEqual([
      2,
      expect.stringMatching(/^- is not complete, valid gzip data\. .*\n$/),
    ]);
    const missing = await studio([...into, path.join(data, "missing.jsonl")]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("cannot be read (ENOENT)")]);
  });

  test("adds users with a password or a one-time link", async () => {
    const add = ["user", "create", "--workspace", "acme-ltd", "--name", "Ada", "--role", "admin"];
    const linked = await runJson([...add, "--email", "ADA@example.com"]);
    expect(linked).toEqual({
      id: expect.stringMatching(/^user_/),
      email: "ada@example.com",
      link: expect.stringMatching(/^http:\/\/localhost:3000\/link#asl_[\w-]{43}$/),
    });
    expect(
      await runJson([...add, "--email", "bob@example.com", "--password-stdin"], "a long enough one\n"),
    ).toMatchObject({ link: null });
    await runJson(["workspace", "create", "--name", "Beta Ltd"]);
    const known = await studio([...add, "--workspace", "beta-ltd", "--email", "bob@example.com"]);
    expect([known.code, known.stdout]).toEqual([
      0,
      expect.stringContaining("Their account already exists and keeps its password"),
    ]);
    const weak = await studio([...add, "--email", "eve@example.com", "--password-stdin"], "short\n");
    expect([weak.code, weak.stderr.trim()]).toEqual([2, "Use at least 12 characters."]);
    expect(await runJson(["user", "link", "--email", "bob@example.com"])).toMatchObject({
      email: "bob@example.com",
      link: expect.stringContaining("/link#"),
    });
  });

  test("redacts secrets in the arguments that an error quotes", async () => {
    const make = ["agent", "create", "--workspace", "acme-ltd", "--name", "A"];
    const secret = `ask_${"s".repeat(49)}`;
    const token = `asl_${"s".repeat(43)}`;
    for (const [args, code, message] of [
      [[...make, "--conversations-api", secret], 2, "argument 'ask_[redacted]' is invalid"],
      [[...make, `--${secret}`], 2, "unknown option '--ask_[redacted]'"],
      [
        ["agent", "token", "--workspace", "acme-ltd", "--agent", token],
        1,
        "No agent asl_[redacted] in this workspace.\n",
      ],
    ] as [string[], number, string][]) {
      const outcome = await studio(args);
      expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(message)]);
      expect(outcome.stderr).not.toContain("ssss");
    }
  });

  test("prints its version and its exit codes", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await studio(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect((await studio(["--help"])).stdout).toContain("2 invalid usage, 130 interrupted.");
  });

  test("exits with 2 for invalid usage and with 1 for other failures", async () => {
    expect((await studio(["key", "frobnicate"])).code).toBe(2);
    const missing = ["--workspace", "acme-ltd", "--agent", "nowhere", "-"];
    expect(await studio(["conversations", "import", ...missing])).toMatchObject({
      code: 1,
      stderr: "No agent nowhere in this workspace.\n",
    });
  });
});

test("creates no database without the settings of the server, and names the missing one", async () => {
  const empty = path.join(data, "empty");
  mkdirSync(empty);
  const create = ["lib/cli/main.ts", "workspace", "create", "--name", "x"];
  for (const folder of [empty, path.join(empty, "missing")]) {
    const { code, stdout, stderr } = await runNode(create, { env: { STUDIO_DATA: folder } });
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      `DATABASE_URL is not set, and STUDIO_DATA (${folder}) contains no database. Use the settings of the server, for example: node --env-file=/etc/agent-studio.env bin/studio.mjs … Only npm start creates a new database.\n`,
    ]);
  }
  expect(readdirSync(empty)).toEqual([]);
});
