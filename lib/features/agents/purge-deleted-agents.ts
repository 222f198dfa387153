import { db } from "@/db/client/client";
import { deleteAgentRow, deleteAgentRowsBatch, selectSoftDeletedAgents } from "@/db/queries/deleted-agents";
import { log } from "@/lib/core/log";
import { singleton } from "@/lib/core/singleton";

/** Rows deleted per statement: it then takes a few milliseconds, even under load. */
const BATCH_SIZE = 500;

/** Deletes the rows of soft-deleted agents in the background, one statement at a time. */
class AgentPurger {
  #running: Promise<void> | undefined;
  #rescheduled = false;
  #stopped = false;

  /** Starts a run, or schedules one after the current run. Also called at server start, to finish interrupted purges. */
  schedule(): void {
    this.#rescheduled = true;
    if (this.#stopped) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when no run is in progress. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Stops after the current statement; the next server start continues. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#rescheduled && !this.#stopped) {
        this.#rescheduled = false;
        for (const { workspaceId, id } of await selectSoftDeletedAgents(db())) {
          if (await this.#purgeRows(workspaceId, id)) await deleteAgentRow(db(), workspaceId, id);
        }
      }
    } catch (error) {
      log().warn({ err: error }, "could not purge deleted agents; the next start tries again");
    }
  }

  /** @returns false when stopped before the last row was deleted */
  async #purgeRows(workspaceId: string, agentId: string): Promise<boolean> {
    while (!this.#stopped) {
      if ((await deleteAgentRowsBatch(db(), workspaceId, agentId, BATCH_SIZE)) === 0) return true;
    }
    return false;
  }
}

/** The purger of the process. */
export const agentPurger = singleton("agent-purger", () => new AgentPurger());
