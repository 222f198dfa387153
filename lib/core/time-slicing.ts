/** How long a computation may keep the event loop before other work gets its turn, in milliseconds. */
const SLICE_MS = 10;

/** Paused computations in the order in which they paused. */
const paused: (() => void)[] = [];
let scheduled = false;

/** Resumes one paused computation per turn of the event loop, so that many of them stall it no longer than one does. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    paused.shift()?.();
    if (paused.length > 0) schedule();
  });
}

/** Resolves once the event loop has handled other work and it is this computation's turn. */
const yieldToEventLoop = (): Promise<void> =>
  new Promise((resolve) => {
    paused.push(resolve);
    schedule();
  });

/** Runs a computation to its end. Blocks the event loop for as long as it takes. */
export function runSync<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs computations one after the other and lets other work run between their steps whenever 10 ms have passed. Short ones
 * count together: a hundred of them in a row stall the event loop as a long one would.
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

/** Runs one computation and lets other work run between its steps whenever it has taken 10 ms. */
export const runInSlices = <T>(steps: Generator<void, T>): Promise<T> => new TimeSlicer().run(steps);
