// What happened to one thing that one writer changes and many read, and whether it can have been one thing all along.

/** A change, in the order in which the writer made them; the times are one clock's. */
export interface Change<State> {
  /** What the thing is from then on. */
  to: State;
  /** When the change was asked for: it cannot have happened before. */
  called: number;
  /** When it was said to be done: it cannot have happened later. */
  returned: number;
}

/** What somebody saw. */
export interface Observation<State> {
  saw: State;
  called: number;
  returned: number;
}

/**
 * Whether every sight can be explained by one moment between its call and its return, at which the thing was what was seen:
 * linearizability of a register with one writer. Each sight is given the earliest of the thing's states that it can have
 * seen: one that had begun before the sight returned and had not ended before it was called, and none before a state that
 * was seen by somebody who had returned before it was called. Where there is none, no order explains the history.
 * @param changes the first is how it began
 * @returns the sights that nothing explains
 */
export function findViolations<State>(
  changes: Change<State>[],
  sights: Observation<State>[],
): Observation<State>[] {
  const byCall = sights.toSorted((a, b) => a.called - b.called);
  const byReturn: { returned: number; state: number }[] = [];
  const wrong: Observation<State>[] = [];
  /** The latest state that is known to have been seen before the call that is looked at. */
  let floor = 0;
  for (const sight of byCall) {
    while (byReturn[0] && byReturn[0].returned < sight.called)
      floor = Math.max(floor, byReturn.shift()?.state ?? 0);
    while ((changes[floor + 1]?.returned ?? Number.POSITIVE_INFINITY) < sight.called) floor++;
    let state = floor;
    while (changes[state] && changes[state]?.to !== sight.saw) state++;
    const change = changes[state];
    if (!change || change.called > sight.returned) wrong.push(sight);
    else insertByReturnTime(byReturn, { returned: sight.returned, state });
  }
  return wrong;
}

/** As many are in it as ask at once: a handful. */
function insertByReturnTime(
  sorted: { returned: number; state: number }[],
  entry: { returned: number; state: number },
): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1]?.returned ?? 0) > entry.returned) at--;
  sorted.splice(at, 0, entry);
}
