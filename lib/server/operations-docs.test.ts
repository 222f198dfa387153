import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { metrics } from "@/lib/core/metrics";
import { freePort } from "@/testing/free-port";
import { serveMetrics } from "./metrics-server";

let page: string;
beforeAll(() => {
  page = readFileSync("docs/operations.md", "utf8");
});

/** The rows of the table between two markers. */
const rowsOf = (mark: string): string[] =>
  page.split(`<!-- ${mark} -->`)[1]?.trim().split("\n").slice(2) ?? [];

/** Our metrics as Prometheus gets them. */
async function served(): Promise<{ name: string; type: string; help: string | undefined }[]> {
  const port = await freePort();
  const stop = await serveMetrics("127.0.0.1", port);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  stop();
  const helps = new Map([...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name, help]) => [name, help]));
  return [...text.matchAll(/^# TYPE (studio_\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => ({
    name,
    type,
    help: helps.get(name),
  }));
}

function labelsOf(name: string): string {
  const metric = metrics().registry.getSingleMetric(name) ?? {};
  const names = "labelNames" in metric && Array.isArray(metric.labelNames) ? metric.labelNames : [];
  return names.map((label) => `\`${label}\``).join(", ");
}

test("docs/operations.md lists the metrics as /metrics has them", async () => {
  const rows = (await served()).map(
    ({ name, type, help }) => `| \`${name}\` | ${type} | ${labelsOf(name)} | ${help} |`,
  );
  expect(rowsOf("metrics")).toEqual(rows);
});

test("only the names of counters end in _total", async () => {
  for (const { name, type } of await served()) {
    expect([name, name.endsWith("_total")]).toEqual([name, type === "counter"]);
  }
});

/** The source of everything that runs on the server. */
function serverSources(): string[] {
  return ["app", "lib"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name))),
    )
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing/.test(name))
    .map((name) => readFileSync(name, "utf8"));
}

test("docs/operations.md lists every field of the log", () => {
  const written = new Set(["level", "time", "msg"]);
  for (const source of serverSources()) {
    for (const [, fields = ""] of source.matchAll(/log\(\)(?:\.\w+|\[[^\]]+\])\(\s*\{([^}]*)\}/g)) {
      for (const [, name = ""] of fields.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)) written.add(name);
    }
  }
  // Fields that helper functions add.
  for (const name of ["reason", "code", "repeated", "correlationIds"]) written.add(name);
  const documented = rowsOf("log fields").map((row) => /^\| `(\w+)`/.exec(row)?.[1]);
  expect([...documented].sort()).toEqual([...written].sort());
});

test("docs/operations.md quotes log messages and printed lines as the source has them", () => {
  const section = /^## Health and logs\n([\s\S]*?)^## /m.exec(page)?.[1] ?? "";
  const quoted = [...section.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => text.replaceAll("\n", " "));
  expect(quoted.length).toBeGreaterThan(2);
  // The page writes N for a value in a message.
  const source = serverSources()
    .join("\n")
    .replace(/\$\{[^}]*\}/g, "N");
  expect(quoted.filter((text) => !source.includes(`"${text}`) && !source.includes(`\`${text}`))).toEqual([]);
});

test("the systemd unit of docs/operations.md restarts without a limit", () => {
  const [, unit = ""] = /^```ini\n(# [^\n]*\.service\n[\s\S]*?)^```$/m.exec(page) ?? [];
  const sections = Object.fromEntries(unit.split(/^\[/m).map((part) => part.split("]\n", 2)));
  expect(sections.Unit).toMatch(/^StartLimitIntervalSec=0$/m);
  expect(sections.Service).toMatch(/^Restart=on-failure$/m);
  expect(sections.Service).toMatch(/^RestartSec=5$/m);
});
