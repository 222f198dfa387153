import packageJson from "@/package.json" with { type: "json" };

/** What the server's heap may hold, in MiB, as `npm start` has it. */
export const HEAP_MIB = Number(/--max-old-space-size=(\d+)/.exec(packageJson.scripts.start)?.[1]);
