import { ensureBundled } from "@/bin/prepare.mjs";

/** Vitest: bundles the server and the command line, which tests run as processes. */
export default ensureBundled;
