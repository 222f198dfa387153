export function binPath(tool: string): string;
