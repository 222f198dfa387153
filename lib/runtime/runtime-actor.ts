/** An agent's runtime, known by its token. It writes its own agent's conversations and nothing else. */
export interface RuntimeActor {
  kind: "runtime";
  workspaceId: string;
  agentId: string;
}
