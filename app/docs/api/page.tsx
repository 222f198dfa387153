import type { Metadata } from "next";
import { ApiReference } from "@/components/docs/api-reference";
import { ExampleSelect } from "@/components/docs/example-select";
import { PageHeader } from "@/components/shell/page-header";
import { buttonClass } from "@/components/ui/button";
import { currentExamples } from "../examples";

export const metadata: Metadata = {
  title: "API reference",
  description: "Every operation, parameter and field of the APIs.",
};

/** The reference, made from /openapi.json, with requests that can be tried. */
export default async function ApiReferencePage() {
  const { values, options } = await currentExamples();
  return (
    <div className="mx-auto max-w-5xl">
      <PageHeader title="API reference">
        <a href="/openapi.json" className={buttonClass({ variant: "secondary", size: "small" })}>
          OpenAPI document
        </a>
      </PageHeader>
      <p className="mb-6 max-w-3xl text-muted">
        What a key opens, and what feeds it. Press <em>Authorize</em> and paste a key to try requests against
        this server. The key stays in this page and is forgotten when you leave it.
      </p>
      <ExampleSelect options={options} />
      <ApiReference workspace={values.workspace} agent={values.agent} />
    </div>
  );
}
