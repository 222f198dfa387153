// Checks the linearizability of a register with one writer and many readers.

/** A change of the register. Changes are in the order in which the writer made them; all times are from one clock. */
export interface Change<State> {
  /** The new state. */
  to: State;
  /** When the writer called the change. It cannot have taken effect earlier. */
  called: number;
  /** When the call returned. It cannot have taken effect later. */
  returned: number;
}

/** A read of the register. */
export interface Observation<State> {
  saw: State;
  called: number;
  returned: number;
}

/**
 * Checks that each observation saw the state of the register at some time between its call and its return (linearizability). Assigns
 * to each observation the earliest state that it can have seen: a state that started before the observation returned, that had not
 * ended before it was called, and that is not older than a state seen by an observation that returned before the call. Without such
 * a state, no order of the operations explains the history.
 * @param changes the first one sets the initial state
 * @returns the observations that no order explains
 */
export function findViolations<State>(
  changes: Change<State>[],
  observations: Observation<State>[],
): Observation<State>[] {
  const byCall = observations.toSorted((a, b) => a.called - b.called);
  const byReturn: { returned: number; state: number }[] = [];
  const violations: Observation<State>[] = [];
  /** The index of the earliest state that the current observation can have seen. */
  let floor = 0;
  for (const observation of byCall) {
    while (byReturn[0] && byReturn[0].returned < observation.called)
      floor = Math.max(floor, byReturn.shift()?.state ?? 0);
    while ((changes[floor + 1]?.returned ?? Number.POSITIVE_INFINITY) < observation.called) floor++;
    let state = floor;
    while (changes[state] && changes[state]?.to !== observation.saw) state++;
    const change = changes[state];
    if (!change || change.called > observation.returned) violations.push(observation);
    else insertByReturnTime(byReturn, { returned: observation.returned, state });
  }
  return violations;
}

/** Inserts into a sorted list, linearly: it contains only the concurrent observations. */
function insertByReturnTime(
  sorted: { returned: number; state: number }[],
  entry: { returned: number; state: number },
): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1]?.returned ?? 0) > entry.returned) at--;
  sorted.splice(at, 0, entry);
}
