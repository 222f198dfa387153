// npm run bench: what bench/run.ts measures, with the peer's packages in a folder of their own.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
ensureInstalled();
const peer = path.join(root, "bench/better-auth");
if (!existsSync(path.join(peer, "node_modules"))) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const args = [...npm.slice(1), "ci", "--no-audit", "--no-fund"];
  const { status } = spawnSync(npm[0], args, { cwd: peer, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error("The peer's packages could not be installed. What npm says stands above.");
    process.exit(1);
  }
}
const { status } = spawnSync(
  process.execPath,
  ["--import", "tsx", "bench/run.ts", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
