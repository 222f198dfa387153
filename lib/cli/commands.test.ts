import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeAll, expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { createAgent } from "@/lib/features/agents/create-agent";
import { databaseUrl } from "@/testing/database";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { studio } from "@/testing/studio";

let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

/** Runs a command of the workspace with --json. */
async function json(noun: string, verb: string, ...args: string[]) {
  const outcome = await studio(noun, verb, "--workspace", workspace.slug, ...args, "--json");
  expect(outcome, args.join(" ")).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(outcome.stdout);
}

const refusal = (noun: string, verb: string, ...args: string[]) =>
  studio(noun, verb, "--workspace", workspace.slug, ...args);

test("takes `all` and `none` as keywords in lists, and as names in --agent and --metric", async () => {
  // Slugs that were created before these words were reserved.
  const ids: Record<string, string> = {};
  for (const slug of ["desk-uk", "desk-fr", "old-all"])
    ids[slug] = (await createAgent(workspace, { name: slug, slug, conversationsApi: "v3" })).id;
  await pool().query("update agents set slug = 'all' where id = $1", [ids["old-all"]]);

  const make = (name: string, ...agents: string[]) =>
    json("key", "create", "--name", name, "--permissions", "handoff", "--expires", "1d", ...agents);
  await make("every", "--agents", "all");
  await make("literal", "--agent", "all");
  await make("listed", "--agents", "desk-uk, desk-fr", "--agent", "all");
  await make("by ID", "--agent", ids["old-all"] ?? "");
  const { keys } = await json("key", "list");
  const agentsOf = (name: string) =>
    keys
      .find((key: { name: string }) => key.name === name)
      .agents?.map(({ name }: { name: string }) => name)
      .sort();
  expect(["every", "literal", "listed", "by ID"].map(agentsOf)).toEqual([
    undefined,
    ["old-all"],
    ["desk-fr", "desk-uk", "old-all"],
    ["old-all"],
  ]);

  const configure = (...metrics: string[]) =>
    json("agent", "configure", "--agent", "all", ...metrics).then(({ id, metrics: included }) => {
      expect(id).toBe(ids["old-all"]);
      return included;
    });
  expect(await configure("--metrics", "all")).toBe("all");
  expect(await configure("--metric", "all")).toEqual(["all"]);
  expect(await configure("--metric", "none", "--metric", "A,B", "--metric", "-x", "--metric", " y ")).toEqual(
    [" y ", "-x", "A,B", "none"],
  );
  expect(await configure("--metrics", "A, B", "--metric", "C,D")).toEqual(["A", "B", "C,D"]);
  expect(await configure("--metrics", "none")).toEqual([]);
});

test("refuses contradictions between a keyword and names", async () => {
  const make = ["--name", "k", "--permissions", "handoff", "--expires", "1d"];
  for (const [args, message] of [
    [["key", "create", ...make], "Select the agents with --agents all, --agents A,B or --agent A."],
    [
      ["key", "create", ...make, "--agents", "all", "--agent", "desk-uk"],
      "--agents all or --agent, not both",
    ],
    [["agent", "configure", "--agent", "all", "--metrics", "none", "--metric", "A"], "not both"],
    [["agent", "configure", "--agent", "all", "--metrics", " , "], "must be all, none or names"],
  ] as [string[], string][]) {
    const [noun = "", verb = "", ...rest] = args;
    const { code, stderr } = await refusal(noun, verb, ...rest);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
});

test("rejects an invalid option with its name and requirement", async () => {
  const make = ["key", "create", "--name", "k", "--expires", "1d"];
  for (const [args, message] of [
    [
      ["agent", "create", "--name", "A", "--conversations-api", "v2"],
      "--conversations-api <version>' argument 'v2' is invalid. Allowed choices are v1, v3.",
    ],
    [
      ["user", "create", "--email", "a@example.com", "--name", "A", "--role", "owner"],
      "--role <role>' argument 'owner' is invalid. Allowed choices are admin, member.",
    ],
    [
      ["agent", "configure", "--agent", "all", "--metrics", "x".repeat(201)],
      "metrics.names.0 must have at most 200 characters.",
    ],
    [["agent", "configure", "--agent", "all", "--transcript", "maybe"], "--transcript must be on or off."],
    [[...make, "--agents", "", "--permissions", "handoff"], "Select at least one agent, or all agents."],
    [[...make, "--agents", "all", "--permissions", "everything"], "Use one or more of conversations,"],
    [["agent", "create", "--name", `ask_${"s".repeat(49)}`], "This contains a key"],
    [["key", "create"], "required option '--name <name>' not specified"],
    [["key", "list", "--search"], "argument missing"],
    [["key", "frobnicate"], "unknown"],
    [["frobnicate", ""], "unknown command 'frobnicate'"],
  ] as [string[], string][]) {
    const [noun = "", verb = "", ...rest] = args;
    const { code, stdout, stderr } = await refusal(noun, verb, ...rest);
    expect([code, stdout, stderr], args.join(" ")).toEqual([2, "", expect.stringContaining(message)]);
    expect(stderr).not.toMatch(/Invalid|expected/);
  }
});

test.each([
  ["--rate", "fast"],
  ["--calls", "0"],
  ["--seconds", "1.5"],
  ["--url", "https://keys.example.com/studio"],
  ["--url", "https://user:password@keys.example.com"],
  ["--url", "keys.example.com"],
])("says what the option %s of a simulation must be instead of %s", async (option, value) => {
  expect(await studio("simulate", "--workspace", workspace.slug, option, value)).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(new RegExp(`^${option} must be .+\\.$`)),
  });
});

test("exits with 1 for other failures, and with 0 for help", async () => {
  expect(await studio("key", "list", "--workspace", "nowhere")).toMatchObject({
    code: 1,
    stderr: "No workspace nowhere. Use its ID or slug.",
  });
  for (const [verb, ...rest] of [["token"], ["show"], ["delete"], ["configure", "--metrics", "all"]]) {
    expect(await refusal("agent", verb ?? "", "--agent", "nowhere", ...rest)).toMatchObject({
      code: 1,
      stderr: "No agent nowhere in this workspace.",
    });
  }
  expect((await studio("key", "create", "--help")).code).toBe(0);
});

test("takes days, dates and instants as the expiry of a key", async () => {
  const make = ["key", "create", "--agents", "all", "--permissions", "handoff"] as const;
  const [noun, verb, ...rest] = make;
  for (const [expires, instant] of [
    ["2099-01-31", "2099-01-31T23:59:59.999Z"],
    ["20960229", "2096-02-29T23:59:59.999Z"],
    ["2099-01-31T12:00:00Z", "2099-01-31T12:00:00.000Z"],
    ["2099-01-31T12:00:00+0200", "2099-01-31T10:00:00.000Z"],
  ]) {
    const created = await json(noun, verb, ...rest, "--name", `until ${expires}`, "--expires", expires ?? "");
    expect(created.expiresAt).toBe(instant);
  }
  const text = await refusal(noun, verb, ...rest, "--name", "text", "--expires", "2099-01-31");
  expect(text.stdout).toContain("valid until 2099-01-31T23:59:59.999Z.");
  for (const expires of [
    ...["2099-02-30", "2099-1-31", "31.01.2099", "20990131T", "1", "soon", "", "all", "90", "-1d"],
    ...["2099-01-31T12:00:00", "2099-01-31T25:00:00Z", "Jan 31 2099", "90 d"],
  ]) {
    const { code, stderr } = await refusal(noun, verb, ...rest, "--name", "never", "--expires", expires);
    expect([code, stderr], expires).toEqual([
      2,
      "--expires must be days from now such as 90d, a date such as 2027-01-31 (until its end in UTC), or an instant such as 2027-01-31T00:00:00Z.",
    ]);
  }
  for (const expires of ["2020-01-31", "0d", "99999d", "9999-12-31"]) {
    const { code, stderr } = await refusal(noun, verb, ...rest, "--name", "never", "--expires", expires);
    expect([code, stderr], expires).toEqual([2, expect.not.stringContaining("--expires must be")]);
  }
});

test("lists 5,000 keys, and exits quietly when the reader closes its end", async () => {
  const owner = await makeWorkspace();
  const { key } = await makeKey(owner, { name: "key 0" });
  await pool().query(
    `insert into api_keys
     select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || n, 'name', 'key ' || n, 'secret_hash', '\\x' || md5(n::text) || md5(n::text)))).*
     from api_keys k, generate_series(1, 4999) n where k.id = $1`,
    [key.id],
  );
  const listed = await studio("key", "list", "--workspace", owner.slug);
  expect([listed.code, listed.stdout.split("\n").length]).toEqual([0, 5002]);

  // As after an update: a command that runs before any server has the names sorted and found.
  await pool().query("update api_keys set sort_key = '' where workspace_id = $1", [owner.workspaceId]);
  const child = spawn(process.execPath, ["dist/studio.js", "key", "list", "--workspace", owner.slug], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: databaseUrl() },
      AUTH_SECRET: "a-secret-of-more-than-thirty-two-characters",
    },
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  await once(child.stdout, "readable");
  child.stdout.destroy();
  const [code] = await once(child, "close");
  // The server of the tests is not durable.
  expect([code, stderr.replace(/^Warning: synchronous_commit is off.*\n/, "")]).toEqual([0, ""]);
  expect((await pool().query("select from api_keys where sort_key = ''")).rowCount).toBe(0);
});
