// npm run bench: what bench/run.ts measures, with the peer's packages in a folder of their own.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, npm, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
ensureInstalled();
const peer = path.join(root, "bench/better-auth");
if (!existsSync(path.join(peer, "node_modules"))) {
  if (!npm(peer, "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
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
