// Apart from the components: the server reads the values, and of a client's module it would get references only.

/** What stands for a value that only the reader knows: no slug has this form. */
export const PLACEHOLDERS = { workspace: "YOUR_WORKSPACE", agent: "YOUR_AGENT" } as const;
