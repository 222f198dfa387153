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
const otherWork = (): Promise<void> =>
  new Promise((resolve) => {
    paused.push(resolve);
    schedule();
  });

/** Runs a computation to its end. Blocks the event loop for as long as it takes. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Runs a computation and lets other work run between its steps whenever it has taken 10 ms. */
export async function inSteps<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await otherWork();
    since = performance.now();
  }
}
