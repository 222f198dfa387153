import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExampleSelect } from "@/components/docs/example-select";
import { ExampleValuesProvider } from "@/components/docs/example-values";
import { Markdown } from "@/components/docs/markdown";
import { SOURCE_VALUES } from "@/components/docs/placeholders";
import { docHref } from "../doc-href";
import { currentExamples } from "../examples";
import { availablePages, readPage } from "../read-docs";

interface Props {
  params: Promise<{ page: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page: slug } = await params;
  const page = (await availablePages()).find((candidate) => candidate.slug === slug);
  return { title: page?.title ?? "Not found", description: page?.about };
}

/** Renders a Markdown file of docs/. */
export default async function Page({ params }: Props) {
  const { page: slug } = await params;
  const pages = await availablePages();
  const page = pages.find((candidate) => candidate.slug === slug);
  if (!page) notFound();
  const source = await readPage(page);
  const { values, options } = await currentExamples();
  return (
    <ExampleValuesProvider values={values}>
      <article className="mx-auto max-w-3xl">
        {source.includes(SOURCE_VALUES.workspace) ? <ExampleSelect options={options} /> : null}
        <Markdown source={source} resolveHref={(target) => docHref(target, pages)} />
      </article>
    </ExampleValuesProvider>
  );
}
