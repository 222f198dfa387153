import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readSettings, settings } from "@/lib/core/env";
import { readSnippets, runFile, setupSnippetRunner } from "@/testing/docs-snippets";
import { freePort } from "@/testing/free-port";
import { hasHaproxy } from "@/testing/haproxy";
import { POSTGRES_15_BIN_DIR, TestCluster } from "@/testing/postgres-cluster";

// Checks the configuration files and commands of docs/operations.md with the programs that read them.

const runner = setupSnippetRunner();
const { output, shell } = runner;

test.skipIf(!hasHaproxy)("validates the HAProxy configurations of docs/operations.md", async () => {
  const certificate = path.join(runner.folder, "certificate.pem");
  await shell(
    `openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=keys.example.com -keyout key.pem -out cert.pem 2> /dev/null
     cat key.pem cert.pem > "${certificate}"`,
  );
  for (const { code } of await readSnippets("docs/operations.md", "haproxy")) {
    const file = path.join(runner.folder, "haproxy.cfg");
    await writeFile(file, code.replace("/etc/haproxy/keys.example.com.pem", certificate));
    await output("haproxy", ["-c", "-f", file]);
  }
});

test.skipIf(!existsSync("/usr/bin/systemd-analyze"))(
  "validates the systemd unit of docs/operations.md",
  async () => {
    const unit = (await readSnippets("docs/operations.md", "ini")).find(({ code }) =>
      code.includes("[Service]"),
    );
    await writeFile(path.join(runner.folder, "agent-studio.service"), unit?.code ?? "");
    const { stderr } = await runFile("systemd-analyze", ["verify", "agent-studio.service"], {
      cwd: runner.folder,
    });
    expect(stderr).not.toContain("agent-studio.service");
  },
);

test("names existing scripts, files and settings in docs/operations.md", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  const commands = (await readSnippets("docs/operations.md", "sh")).map(({ code }) => code);
  for (const code of commands) {
    await output("bash", ["-n", "-c", code]);
    for (const [, script = ""] of code.matchAll(/npm run (?:-s )?(\w+)/g))
      expect(scripts).toHaveProperty(script);
    for (const [, file = ""] of code.matchAll(/current\/(bin\/\S+)/g))
      expect(existsSync(file), file).toBe(true);
  }
  const databaseUrls = commands.flatMap((code) => /^DATABASE_URL='(.*)'$/m.exec(code)?.[1] ?? []);
  expect(databaseUrls).toHaveLength(1);
  for (const DATABASE_URL of databaseUrls) {
    expect(readSettings({ DATABASE_URL, AUTH_SECRET: settings().AUTH_SECRET })).toMatchObject({
      DATABASE_URL,
    });
  }
});

test.skipIf(!existsSync(POSTGRES_15_BIN_DIR))(
  "runs the standby's SQL of docs/operations.md",
  { timeout: 120_000 },
  async () => {
    const [sql] = await readSnippets("docs/operations.md", "sql");
    const primary = await TestCluster.create(await freePort());
    const standby = await primary.standby(await freePort(), "standby");
    try {
      await primary.queryAsSuperuser("drop role health");
      for (const statement of sql?.code.split(";") ?? []) await primary.queryAsSuperuser(statement);
      // The role's commit waited for the standby, so the standby's name is in effect.
      expect(await primary.queryAsSuperuser("select sync_state from pg_stat_replication")).toEqual([
        { sync_state: "sync" },
      ]);
    } finally {
      await primary.remove();
      await standby.remove();
    }
  },
);
