// npm run -s studio -- <noun> <verb>: the command line, on the same database as the server.
import { ensureBundled, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
ensureInstalled();
process.env.NODE_ENV = "production";
await ensureBundled();
await import("../dist/studio.js");
