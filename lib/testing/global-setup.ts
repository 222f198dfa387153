import { startTestServer } from "@/db/testing";

/** Vitest: one PostgreSQL for the whole run. */
export default (): Promise<() => Promise<void>> => startTestServer(process.cwd());
