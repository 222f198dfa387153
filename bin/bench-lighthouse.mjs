// npm run bench:lighthouse: runs bench/lighthouse.ts. The packages of Lighthouse are in their own folder.
import { benchWith } from "./tools.mjs";

benchWith("bench/lighthouse", "bench/lighthouse.ts");
