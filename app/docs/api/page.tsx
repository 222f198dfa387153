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

/** The API reference, with requests to try. */
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
        API endpoints for reading and sending data. Select <em>Authorize</em> and paste a key to try requests
        against this server. The key stays on this page and is discarded when you leave.
      </p>
      <ExampleSelect options={options} />
      <ApiReference workspace={values.workspace} agent={values.agent} />
    </div>
  );
}
