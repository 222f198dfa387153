import { startTestPostgres } from "./database";

/** Vitest: one PostgreSQL for the whole run. */
export default (): Promise<() => Promise<void>> => startTestPostgres(process.cwd());
