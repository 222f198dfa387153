// npm run build: prepares a checkout so that its next start needs no build. Refuses while a server runs from it.
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
await ensureInstalled();
await ensureBundled();
await import("../dist/build.js");
