import { db } from "@/db/client/client";
import { deleteAgentRow, deleteAgentRowsBatch, selectSoftDeletedAgents } from "@/db/queries/deleted-agents";
import { log } from "@/lib/core/log";

/** Rows removed by one statement: each takes some milliseconds, whatever else the database does. */
const BATCH_SIZE = 500;

/** Removes what is left of deleted agents, in the background, one statement after the other. */
class AgentPurger {
  #running: Promise<void> | undefined;
  #rescheduled = false;
  #stopped = false;

  /** Begins, or looks again once it is through. Called at every start too: a server may have ended half way. */
  schedule(): void {
    this.#rescheduled = true;
    if (this.#stopped) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when there is nothing left to remove. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Ends after the statement under way; the next start goes on. */
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
      log().warn(
        { err: error },
        "what is left of deleted agents was not removed; the next start tries again",
      );
    }
  }

  /** Removes the agent's rows; false when it was stopped before the last of them. */
  async #purgeRows(workspaceId: string, agentId: string): Promise<boolean> {
    while (!this.#stopped) {
      if ((await deleteAgentRowsBatch(db(), workspaceId, agentId, BATCH_SIZE)) === 0) return true;
    }
    return false;
  }
}

// Next bundles server actions into module instances of their own; the sweep must be one for the process.
const slot = globalThis as typeof globalThis & { [key: symbol]: AgentPurger | undefined };
const SLOT = Symbol.for("agent-studio.agent-sweep");

/** The process's sweep. */
export function agentPurger(): AgentPurger {
  slot[SLOT] ??= new AgentPurger();
  return slot[SLOT];
}
