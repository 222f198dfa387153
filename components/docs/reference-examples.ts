interface Parameter {
  name: string;
  example?: unknown;
  schema?: { example?: unknown };
}

interface Operation {
  parameters?: Parameter[];
}

/** The part of an OpenAPI document that is read here. */
export interface OpenApiDocument extends Record<string, unknown> {
  paths: Record<string, Record<string, Operation>>;
}

/** Returns the document with the reader's workspace and agent as the parameter examples. */
export function withExamples(
  spec: OpenApiDocument,
  { workspace, agent }: { workspace: string; agent: string },
): OpenApiDocument {
  const examples: Record<string, string> = { account_id: workspace, project_id: agent, agentId: agent };
  const parameter = (original: Parameter): Parameter => {
    const example = examples[original.name];
    // A parameter without an example is optional: with an example, "Try it out" would send it.
    if (example === undefined || (original.example ?? original.schema?.example) === undefined)
      return original;
    return { ...original, example, schema: { ...original.schema, example } };
  };
  const operation = (original: Operation): Operation =>
    original.parameters ? { ...original, parameters: original.parameters.map(parameter) } : original;
  const paths = Object.entries(spec.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, original]) => [method, operation(original)])),
  ]);
  return { ...spec, paths: Object.fromEntries(paths) };
}
