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
  url: string;
  workspace: string;
  agent: string;
  token: string;
  key: string;
  calls: number;
  perSecond: number;
  /** Time limit: after it no call starts, and running calls end without pauses. */
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

/** Plays the calls, some concurrently, then reads all back and compares. Updates `board` as it runs. */
export async function simulate(simulation: SimulationOptions): Promise<SimulationReport> {
  const { url, key, workspace, agent, board, stop } = simulation;
  const sleep = simulation.sleep ?? abortableSleep(stop);
  const onRetry = () => {
    board.retries += 1;
  };
  const connection: Connection = { url, fetch: simulation.fetch ?? fetch, sleep, stop, onRetry };
  // Each pausing call adds an abort listener; many of them are not a leak.
  setMaxListeners(0, stop);
  const since = new Date();
  await playAll(simulation, connection, sleep);
  // Without verification there is no report.
  if (stop.aborted) throw new Error("The simulation was stopped.");

  const client = keyClient(connection, { workspace, agent, key });
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

async function playAll(simulation: SimulationOptions, connection: Connection, pause: Sleep): Promise<void> {
  const { token, key, workspace, agent, board, stop, paymentTimeoutMs = 30_000 } = simulation;
  const startedAt = Date.now();
  const deadline = startedAt + simulation.seconds * 1000;
  // After the time limit, calls continue to their end without pauses.
  const talk: Sleep = (milliseconds) => pause(Math.max(0, Math.min(milliseconds, deadline - Date.now())));
  const runtime = runtimeClient(connection, token);
  const provider = paymentProvider(connection, { workspace, agent, key, delay: talk });
  const batch = randomBytes(4).toString("hex");

  const playing: Promise<void>[] = [];
  for (let n = 0; n < simulation.calls; n++) {
    await talk(startedAt + (n / simulation.perSecond) * 1000 - Date.now());
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

/** Counts data that cannot be read back as lost. */
function readBackFailure(error: unknown): VerificationReport {
  if (!(error instanceof RequestError)) throw error;
  const findings = new VerificationReport();
  findings.addMissing(`The calls could not be read back: ${error.message}.`);
  return findings;
}
