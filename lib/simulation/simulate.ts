import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { newCall } from "./call-record";
import { Findings } from "./findings";
import { type Line, type Pause, Refused, realPause } from "./http";
import { keyClient } from "./key-client";
import { paymentProvider } from "./payment-provider";
import { playCall } from "./play-call";
import { runtimeClient } from "./runtime-client";
import { scriptOf, slotsOf } from "./scripts";
import { type Board, type Counts, countsOf } from "./tally";
import { verify } from "./verify";

export interface Simulation {
  /** Where the server answers, and as whom it is spoken to. */
  url: string;
  workspace: string;
  agent: string;
  token: string;
  key: string;
  calls: number;
  perSecond: number;
  /** After this no call is started any more, and nobody takes time to talk. */
  seconds: number;
  board: Board;
  stop: AbortSignal;
  /** How long a call waits for the result of its payment. */
  patienceMs?: number;
  pageSize?: number;
  fetch?: typeof fetch;
  pause?: Pause;
}

export interface Report extends Counts {
  calls: number;
  notStarted: number;
  lost: number;
  duplicates: number;
  problems: string[];
}

/** Plays the calls, some at once, then reads all back. What happens meanwhile stands on the board. */
export async function simulate(simulation: Simulation): Promise<Report> {
  const { url, key, workspace, agent, board, stop } = simulation;
  const pause = simulation.pause ?? realPause(stop);
  const onRetry = () => {
    board.retries += 1;
  };
  const line: Line = { url, fetch: simulation.fetch ?? fetch, pause, stop, onRetry };
  // Every call that pauses listens for the stop: many at once are no leak.
  setMaxListeners(0, stop);
  const since = new Date();
  await playAll(simulation, line, pause);
  // Nobody waits for the answer any more, and what was not verified is not told.
  if (stop.aborted) throw new Error("The simulation was stopped.");

  const client = keyClient(line, { workspace, agent, key });
  const findings = await verify(board.calls, client, { since, pageSize: simulation.pageSize ?? 50 }).catch(
    unread,
  );
  const { lost, duplicates, sentences } = findings;
  const notStarted = simulation.calls - board.calls.length;
  return { calls: simulation.calls, notStarted, ...countsOf(board), lost, duplicates, problems: sentences };
}

async function playAll(simulation: Simulation, line: Line, pause: Pause): Promise<void> {
  const { token, key, workspace, agent, board, stop, patienceMs = 30_000 } = simulation;
  const began = Date.now();
  const deadline = began + simulation.seconds * 1000;
  // Once the time is up calls still come to their end, without dwelling on anything.
  const talk: Pause = (milliseconds) => pause(Math.max(0, Math.min(milliseconds, deadline - Date.now())));
  const runtime = runtimeClient(line, token);
  const provider = paymentProvider(line, { workspace, agent, key, think: talk });
  const batch = randomBytes(4).toString("hex");

  const playing: Promise<void>[] = [];
  for (let n = 0; n < simulation.calls; n++) {
    await talk(began + (n / simulation.perSecond) * 1000 - Date.now());
    if (stop.aborted || Date.now() >= deadline) break;
    const script = scriptOf(n);
    const call = newCall({
      id: `SIM-${batch}-${String(n + 1).padStart(4, "0")}`,
      topic: script.topic,
      environment: n % 5 === 4 ? "sandbox" : "live",
    });
    board.calls.push(call);
    const slots = slotsOf(n, new Date());
    playing.push(playCall(call, script, { runtime, provider, slots, talk, patienceMs, stop }));
  }
  await Promise.all(playing);
}

/** What cannot be read back counts as lost: nobody else can read it either. */
function unread(error: unknown): Findings {
  if (!(error instanceof Refused)) throw error;
  const findings = new Findings();
  findings.lose(`What was written could not be read back: ${error.message}.`);
  return findings;
}
