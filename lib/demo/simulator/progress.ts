import type { PlayedCall } from "./call-record";

/** The state of a running simulation, which the live table shows. */
export interface Progress {
  total: number;
  calls: PlayedCall[];
  retries: number;
}

export interface Counts {
  started: number;
  ended: number;
  turns: number;
  metrics: number;
  handoffs: number;
  eventsPosted: number;
  eventsRepeated: number;
  eventsReceived: number;
  retries: number;
}

/** Counts what the server has acknowledged so far. */
export function progressCounts({ calls, retries }: Progress): Counts {
  const sum = (of: (call: PlayedCall) => number) => calls.reduce((total, call) => total + of(call), 0);
  return {
    started: sum(({ started }) => Number(started)),
    ended: sum(({ ended }) => Number(ended)),
    turns: sum(({ turns }) => turns.length),
    metrics: sum(({ metrics }) => Object.keys(metrics).length),
    handoffs: sum(({ handoff }) => Number(handoff !== undefined)),
    eventsPosted: sum(({ acknowledged }) => acknowledged.length),
    eventsRepeated: sum(({ repeated }) => repeated),
    eventsReceived: sum(({ received }) => received.length),
    retries,
  };
}
