import packageJson from "@/package.json" with { type: "json" };

/** The server's heap limit in MiB, as `npm start` sets it. */
export const HEAP_MIB = Number(/--max-old-space-size=(\d+)/.exec(packageJson.scripts.start)?.[1]);
