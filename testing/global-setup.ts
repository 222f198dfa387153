import { startTestPostgres } from "./database";

/** Vitest's global setup: starts one PostgreSQL server for the whole run. */
export default (): Promise<() => Promise<void>> => startTestPostgres(process.cwd());
