/** How long a computation may block the event loop before other work runs, in milliseconds. */
const SLICE_MS = 10;

/** Paused computations, in order. */
const paused: (() => void)[] = [];
let scheduled = false;

/** Resumes one paused computation per turn of the event loop, so that many block it no longer than one. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    paused.shift()?.();
    if (paused.length > 0) schedule();
  });
}

const yieldToEventLoop = (): Promise<void> =>
  new Promise((resolve) => {
    paused.push(resolve);
    schedule();
  });

/** Runs a computation to its end without yielding. */
export function runSync<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs computations one after the other and yields to the event loop between steps whenever 10 ms have passed. The time is
 * counted across computations: a hundred short ones in a row would block as long as one long one.
 */
export class TimeSlicer {
  #since = performance.now();

  async run<T>(steps: Generator<void, T>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - this.#since < SLICE_MS) continue;
      await yieldToEventLoop();
      this.#since = performance.now();
    }
  }
}

/** Runs one computation and yields to the event loop between steps every 10 ms. */
export const runInSlices = <T>(steps: Generator<void, T>): Promise<T> => new TimeSlicer().run(steps);
