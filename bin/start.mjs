// npm start, npm run dev: starts Agent Studio from a fresh clone.
import { spawn } from "node:child_process";
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";
import { runAsOwnerOfData } from "./run-as-owner.mjs";
import { announceServing } from "./serving.mjs";

requireNode();
process.chdir(root);
await ensureInstalled();
if (process.argv.includes("--dev")) {
  runAsOwnerOfData();
  // Pages reload by themselves; the server restarts when its sources change.
  const watch = ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false", "server.ts", "--dev"];
  // Detached from the terminal: npm forwards a second Ctrl-C, on which the watcher would kill the server.
  const child = spawn(process.execPath, watch, {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    env: { ...process.env, NODE_ENV: "development" },
  });
  let stoppedAt;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (stoppedAt === undefined || Date.now() - stoppedAt > 1000) child.kill(signal);
      stoppedAt ??= Date.now();
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
