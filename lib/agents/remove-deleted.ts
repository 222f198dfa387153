import { reader } from "@/db/client";
import { removeAgentRow, removeSomeOfAgent, selectHiddenAgents } from "@/db/queries/deleted-agents";
import { log } from "../log";

/** Rows removed by one statement: each takes some milliseconds, whatever else the database does. */
const BATCH = 500;

/** Removes what is left of deleted agents, in the background, one statement after the other. */
class AgentSweep {
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /** Begins, or looks again once it is through. Called at every start too: a server may have ended half way. */
  wake(): void {
    this.#again = true;
    if (this.#stopped) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when there is nothing left to remove. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Ends after the statement under way; the next start goes on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        for (const { workspaceId, id } of await selectHiddenAgents(reader())) {
          if (await this.#empty(workspaceId, id)) await removeAgentRow(reader(), workspaceId, id);
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
  async #empty(workspaceId: string, agentId: string): Promise<boolean> {
    while (!this.#stopped) {
      if ((await removeSomeOfAgent(reader(), workspaceId, agentId, BATCH)) === 0) return true;
    }
    return false;
  }
}

// Next bundles server actions into module instances of their own; the sweep must be one for the process.
const slot = globalThis as typeof globalThis & { [key: symbol]: AgentSweep | undefined };
const SLOT = Symbol.for("agent-studio.agent-sweep");

/** The process's sweep. */
export function agentSweep(): AgentSweep {
  slot[SLOT] ??= new AgentSweep();
  return slot[SLOT];
}
