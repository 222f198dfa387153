export function ensureBundled(): Promise<void>;
