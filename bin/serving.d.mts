export function announceServing(): Promise<void>;
export function othersServing(): Promise<number[]>;
export function inUse(what: string): Promise<string | undefined>;
