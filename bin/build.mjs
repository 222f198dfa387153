// npm run build: prepares a checkout, so that its start only has to serve. Never under a server that runs from it.
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
await ensureInstalled();
await ensureBundled();
await import("../dist/build.js");
