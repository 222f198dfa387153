import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { newCall } from "./call-record";
import { abortableSleep, type Connection, RequestError, type Sleep } from "./http-client";
import { keyClient } from "./key-client";
import { paymentProvider } from "./payment-provider";
import { playCall } from "./play-call";
import { type Counts, type Progress, progressCounts } from "./progress";
import { VerificationReport } from "./report";
import { runtimeClient } from "./runtime-client";
import { scriptFor, slotsFor } from "./scripts";
import { verify } from "./verify";

export interface SimulationOptions {
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
  board: Progress;
  stop: AbortSignal;
  /** How long a call waits for the result of its payment. */
  paymentTimeoutMs?: number;
  pageSize?: number;
  fetch?: typeof fetch;
  sleep?: Sleep;
}

export interface SimulationReport extends Counts {
  calls: number;
  notStarted: number;
  lost: number;
  duplicates: number;
  problems: string[];
}

/** Plays the calls, some at once, then reads all back. What happens meanwhile stands on the board. */
export async function simulate(simulation: SimulationOptions): Promise<SimulationReport> {
  const { url, key, workspace, agent, board, stop } = simulation;
  const sleep = simulation.sleep ?? abortableSleep(stop);
  const onRetry = () => {
    board.retries += 1;
  };
  const line: Connection = { url, fetch: simulation.fetch ?? fetch, sleep, stop, onRetry };
  // Every call that pauses listens for the stop: many at once are no leak.
  setMaxListeners(0, stop);
  const since = new Date();
  await playAll(simulation, line, sleep);
  // Nobody waits for the answer any more, and what was not verified is not told.
  if (stop.aborted) throw new Error("The simulation was stopped.");

  const client = keyClient(line, { workspace, agent, key });
  const findings = await verify(board.calls, client, { since, pageSize: simulation.pageSize ?? 50 }).catch(
    readBackFailure,
  );
  const { lost, duplicates, messages } = findings;
  const notStarted = simulation.calls - board.calls.length;
  return {
    calls: simulation.calls,
    notStarted,
    ...progressCounts(board),
    lost,
    duplicates,
    problems: messages,
  };
}

async function playAll(simulation: SimulationOptions, line: Connection, pause: Sleep): Promise<void> {
  const { token, key, workspace, agent, board, stop, paymentTimeoutMs = 30_000 } = simulation;
  const began = Date.now();
  const deadline = began + simulation.seconds * 1000;
  // Once the time is up calls still come to their end, without dwelling on anything.
  const talk: Sleep = (milliseconds) => pause(Math.max(0, Math.min(milliseconds, deadline - Date.now())));
  const runtime = runtimeClient(line, token);
  const provider = paymentProvider(line, { workspace, agent, key, delay: talk });
  const batch = randomBytes(4).toString("hex");

  const playing: Promise<void>[] = [];
  for (let n = 0; n < simulation.calls; n++) {
    await talk(began + (n / simulation.perSecond) * 1000 - Date.now());
    if (stop.aborted || Date.now() >= deadline) break;
    const script = scriptFor(n);
    const call = newCall({
      id: `SIM-${batch}-${String(n + 1).padStart(4, "0")}`,
      topic: script.topic,
      environment: n % 5 === 4 ? "sandbox" : "live",
    });
    board.calls.push(call);
    const slots = slotsFor(n, new Date());
    playing.push(playCall(call, script, { runtime, provider, slots, talk, paymentTimeoutMs, stop }));
  }
  await Promise.all(playing);
}

/** What cannot be read back counts as lost: nobody else can read it either. */
function readBackFailure(error: unknown): VerificationReport {
  if (!(error instanceof RequestError)) throw error;
  const findings = new VerificationReport();
  findings.addMissing(`What was written could not be read back: ${error.message}.`);
  return findings;
}
