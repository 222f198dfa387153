import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Markdown } from "@/components/docs/markdown";
import { docHref } from "../doc-href";
import { availablePages, readPage } from "../read-docs";

interface Props {
  params: Promise<{ page: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page: slug } = await params;
  const page = (await availablePages()).find((candidate) => candidate.slug === slug);
  return { title: page?.title ?? "Not found", description: page?.about };
}

/** One Markdown file of docs/. */
export default async function Page({ params }: Props) {
  const { page: slug } = await params;
  const pages = await availablePages();
  const page = pages.find((candidate) => candidate.slug === slug);
  if (!page) notFound();
  return (
    <article className="mx-auto max-w-3xl">
      <Markdown source={await readPage(page)} hrefOf={(target) => docHref(target, pages)} />
    </article>
  );
}
