"use client";

import { useEffect, useRef, useState } from "react";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import "./api-reference.css";
import { type OpenApiDocument, withExamples } from "./reference-examples";
import { studioPlugin } from "./swagger-plugin";
import { useDarkClass } from "./use-dark-class";

interface Examples {
  workspace: string;
  agent: string;
}

/** The API reference, rendered by Swagger UI from `/openapi.json`. Everything is served by this server. */
export function ApiReference({ workspace, agent }: Examples) {
  const container = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  useDarkClass();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt must run it again.
  useEffect(() => {
    const unmounted = new AbortController();
    // Swagger UI has its own React and cannot unmount, so its element is removed instead.
    const element = document.createElement("div");
    container.current?.append(element);
    setState("loading");
    showReference(element, unmounted.signal, { workspace, agent }).then(
      () => unmounted.signal.aborted || setState("ready"),
      () => unmounted.signal.aborted || setState("failed"),
    );
    return () => {
      unmounted.abort();
      element.remove();
    };
  }, [attempt, workspace, agent]);
  return (
    <>
      {state === "loading" ? <ReferenceSkeleton /> : null}
      {state === "failed" ? (
        <Alert tone="danger" live>
          <p>The API reference could not be loaded. Check your connection, then try again.</p>
          <Button size="small" className="mt-3" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        </Alert>
      ) : null}
      {/* Swagger UI does not work in a page that the browser has translated. */}
      <div ref={container} translate="no" />
    </>
  );
}

function ReferenceSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the API reference…</span>
      <Skeleton className="h-10 w-48" />
      {["a", "b", "c", "d", "e"].map((row) => (
        <Skeleton key={row} className="h-12 w-full rounded-xl" />
      ))}
    </div>
  );
}

async function showReference(element: HTMLElement, signal: AbortSignal, examples: Examples): Promise<void> {
  const [{ default: swaggerUi }, response] = await Promise.all([
    import("swagger-ui-dist/swagger-ui-es-bundle.js"),
    fetch("/openapi.json", { signal }),
  ]);
  if (!response.ok) throw new Error(`/openapi.json: ${response.status}`);
  const spec: OpenApiDocument = await response.json();
  signal.throwIfAborted();
  swaggerUi({
    domNode: element,
    // The document names the configured public URL. The content security policy allows requests only to the origin of the
    // page.
    spec: { ...withExamples(spec, examples), servers: [{ url: window.location.origin }] },
    validatorUrl: null,
    persistAuthorization: false,
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    // Its colors fit one theme only. Plain text works in both, and renders a long response at once.
    syntaxHighlight: { activated: false },
    plugins: [studioPlugin],
    layout: "StudioLayout",
  });
}
