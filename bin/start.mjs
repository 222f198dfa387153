// npm start, npm run dev: from a fresh clone to a serving product.
import { spawn } from "node:child_process";
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
ensureInstalled();
if (process.argv.includes("--dev")) {
  // Pages reload by themselves; the server starts anew when what it is made of changes.
  const watch = ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false", "server.ts", "--dev"];
  const child = spawn(process.execPath, watch, {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "development" },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  process.env.NODE_ENV = "production";
  await ensureBundled();
  await import("../dist/server.js");
}
