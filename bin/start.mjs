// npm start, npm run dev: from a fresh clone to a serving product.
import { spawn } from "node:child_process";
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";
import { runAsOwnerOfData } from "./run-as-owner.mjs";
import { announceServing } from "./serving.mjs";

requireNode();
process.chdir(root);
await ensureInstalled();
if (process.argv.includes("--dev")) {
  runAsOwnerOfData();
  // Pages reload by themselves; the server starts anew when what it is made of changes.
  const watch = ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false", "server.ts", "--dev"];
  // Out of the terminal's reach: the watcher takes a second Ctrl-C for impatience, and kills; npm passes on a second one.
  const child = spawn(process.execPath, watch, {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    env: { ...process.env, NODE_ENV: "development" },
  });
  let asked;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (asked === undefined || Date.now() - asked > 1000) child.kill(signal);
      asked ??= Date.now();
    });
  }
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  process.env.NODE_ENV = "production";
  await ensureBundled();
  runAsOwnerOfData();
  await announceServing();
  await import("../dist/server.js");
}
