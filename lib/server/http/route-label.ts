import type { createApi } from "@/lib/api/app";
import { classify, hasVersionPrefix, looksLikeApi, pathOf } from "@/lib/core/routes";

/** What of the API the labels come from: the routes that it serves and those that its OpenAPI document describes. */
type ApiRoutes = Pick<ReturnType<typeof createApi>, "routes" | "openAPIRegistry">;

const HONO_PARAMETER = /(?<=\/):\w+/g;
const OPENAPI_PARAMETER = /\{\w+\}/g;

/** The labels of routes that the OpenAPI document leaves out: the retired v1. */
const undocumentedLabel = (path: string): string =>
  path.replace("/:account/", "/{account_id}/").replace("/:agent/", "/{project_id}/");

/**
 * Labels requests by route for metrics. A label is one of a fixed set: a path itself would let any client create a time
 * series of its own.
 * @returns `/v3/{account_id}/{project_id}/conversations`, `service`, `asset`, `page` or, for a path of no route, `unknown`
 */
export function createRouteLabel({ routes, openAPIRegistry }: ApiRoutes): (url: string) => string {
  const documented = openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === "route" ? [definition.route.path] : [],
  );
  const labels = new Map(documented.map((path) => [path.replace(OPENAPI_PARAMETER, "*"), path]));
  const paths = [...new Set(routes.map(({ path }) => path))].filter((path) => !path.includes("*"));
  // In the order of registration, in which Hono matches them too.
  const patterns = paths.map((path): [RegExp, string] => [
    new RegExp(`^${path.replaceAll(".", "[.]").replace(HONO_PARAMETER, "[^/]+")}$`),
    labels.get(path.replace(HONO_PARAMETER, "*")) ?? undocumentedLabel(path),
  ]);
  return (url) => {
    const path = pathOf(url);
    switch (classify(url)) {
      case "health":
        return "service";
      case "asset":
        return "asset";
      case "api":
        if (path === "/openapi.json") return "service";
        return patterns.find(([pattern]) => pattern.test(path))?.[1] ?? "unknown";
      default:
        return looksLikeApi(url) || hasVersionPrefix(url) ? "unknown" : "page";
    }
  };
}
