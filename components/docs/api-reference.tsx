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

/** The OpenAPI document to read and to try, by Swagger UI, all of it from this server. */
export function ApiReference({ workspace, agent }: Examples) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  useDarkClass();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is why it runs again.
  useEffect(() => {
    const left = new AbortController();
    // Swagger UI has its own React and cannot be taken down; what holds it is thrown away instead.
    const holder = document.createElement("div");
    place.current?.append(holder);
    setState("loading");
    showReference(holder, left.signal, { workspace, agent }).then(
      () => left.signal.aborted || setState("shown"),
      () => left.signal.aborted || setState("failed"),
    );
    return () => {
      left.abort();
      holder.remove();
    };
  }, [attempt, workspace, agent]);
  return (
    <>
      {state === "loading" ? <ReferenceSkeleton /> : null}
      {state === "failed" ? (
        <Alert tone="danger" live>
          <p>The reference could not be loaded. Check your connection, then try again.</p>
          <Button size="small" className="mt-3" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        </Alert>
      ) : null}
      <div ref={place} />
    </>
  );
}

function ReferenceSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the reference…</span>
      <Skeleton className="h-10 w-48" />
      {["a", "b", "c", "d", "e"].map((row) => (
        <Skeleton key={row} className="h-12 w-full rounded-xl" />
      ))}
    </div>
  );
}

async function showReference(holder: HTMLElement, signal: AbortSignal, examples: Examples): Promise<void> {
  const [{ default: swaggerUi }, response] = await Promise.all([
    import("swagger-ui-dist/swagger-ui-es-bundle.js"),
    fetch("/openapi.json", { signal }),
  ]);
  if (!response.ok) throw new Error(`/openapi.json: ${response.status}`);
  const spec: OpenApiDocument = await response.json();
  signal.throwIfAborted();
  swaggerUi({
    domNode: holder,
    // The document names the address that the operator set; requests go to the one that the page was opened at, or the
    // policy of the page would refuse them.
    spec: { ...withExamples(spec, examples), servers: [{ url: window.location.origin }] },
    validatorUrl: null,
    persistAuthorization: false,
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    // Its colours are for one theme; plain text takes ours, and a long answer is there at once.
    syntaxHighlight: { activated: false },
    plugins: [studioPlugin],
    layout: "StudioLayout",
  });
}
