import { acquireEmbedded } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { table } from "../table";
import { consoleLists } from "./console-lists";
import { conversationLists } from "./conversation-lists";
import { measureAgentDeletion, measurePartitionDrop } from "./deletions";
import { keyLookups } from "./key-lookups";
import { largePages } from "./large-pages";
import { measureRowsRead } from "./rows-read";
import { startBenchServer } from "./server";

// npm run bench:full: measures the databases of npm run bench:fill. No time fails.
const dataDir = process.env.STUDIO_DATA ?? ".data-full";
const selectedParts = process.argv.slice(2);
const server = await acquireEmbedded({ dataDir, report: console.log });
try {
  const { connection } = server;
  for (const database of ["small", connection.database]) {
    const startedAt = Date.now();
    await migrateDatabase({ ...connection, database }, process.cwd());
    console.log(`${database} migrated in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  const full = await startBenchServer(connection, 34_101);
  const small = await startBenchServer({ ...connection, database: "small" }, 34_102);
  try {
    const parts: Record<string, () => Promise<Record<string, string>[]>> = {
      keys: () => keyLookups(full, small),
      conversations: () => conversationLists(full, small),
      console: () => consoleLists(full),
      large: () => largePages(full),
      examined: () => measureRowsRead(connection),
      day: () => measurePartitionDrop(connection),
      deletion: () => measureAgentDeletion(full, connection),
    };
    for (const [name, measure] of Object.entries(parts)) {
      if (selectedParts.length > 0 && !selectedParts.includes(name)) continue;
      console.log(`\n${table(await measure())}`);
    }
  } finally {
    await full.stop();
    await small.stop();
  }
} finally {
  await server.release();
}
