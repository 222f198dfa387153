// npm run bench:lighthouse: what bench/lighthouse.ts measures, with Lighthouse's packages in a folder of their own.
import { benchWith } from "./tools.mjs";

benchWith("bench/lighthouse", "bench/lighthouse.ts");
