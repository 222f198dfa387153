// npm run bench: runs bench/run.ts. The packages of the comparison are in their own folder.
import { benchWith } from "./tools.mjs";

benchWith("bench/better-auth", "bench/run.ts");
