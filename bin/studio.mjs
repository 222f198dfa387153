// npm run -s studio -- <noun> <verb>: the command line, on the same database as the server.
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";
import { asOwnerOf, runAsOwnerOfData } from "./run-as-owner.mjs";

requireNode();
// npm sets the folder in which the user typed the command; without npm it is the working directory.
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
process.env.NODE_ENV = "production";
await asOwnerOf(root, async () => {
  await ensureInstalled();
  await ensureBundled();
});
runAsOwnerOfData();
await import("../dist/studio.js");
