export function announceServing(): Promise<void>;
export function otherServerPids(): Promise<number[]>;
export function inUseMessage(what: string): Promise<string | undefined>;
