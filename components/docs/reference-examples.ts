interface Parameter {
  name: string;
  example?: unknown;
  schema?: { example?: unknown };
}

interface Operation {
  parameters?: Parameter[];
}

/** What is read of an OpenAPI document. */
export interface OpenApiDocument extends Record<string, unknown> {
  paths: Record<string, Record<string, Operation>>;
}

/** The document with the reader's workspace and agent as the examples of the parameters that name them. */
export function withExamples(
  spec: OpenApiDocument,
  { workspace, agent }: { workspace: string; agent: string },
): OpenApiDocument {
  const examples: Record<string, string> = { account_id: workspace, project_id: agent, agentId: agent };
  const parameter = (given: Parameter): Parameter => {
    const example = examples[given.name];
    // A parameter without an example is optional: "try it" would send it.
    if (example === undefined || (given.example ?? given.schema?.example) === undefined) return given;
    return { ...given, example, schema: { ...given.schema, example } };
  };
  const operation = (given: Operation): Operation =>
    given.parameters ? { ...given, parameters: given.parameters.map(parameter) } : given;
  const paths = Object.entries(spec.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, given]) => [method, operation(given)])),
  ]);
  return { ...spec, paths: Object.fromEntries(paths) };
}
