// npm run bench: what bench/run.ts measures, with the peer's packages in a folder of their own.
import { benchWith } from "./tools.mjs";

benchWith("bench/better-auth", "bench/run.ts");
