import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { availablePages } from "./read-docs";

/** The index of the documentation. */
export default async function DocsHome() {
  const pages = [
    ...(await availablePages()).map(({ slug, title, about }) => ({ href: `/docs/${slug}`, title, about })),
    {
      href: "/docs/api",
      title: "API reference",
      about: "Every operation, parameter and field; try them with a key.",
    },
  ];
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="Documentation" />
      <p className="mb-6 text-muted">How to read conversations and send events with an API key.</p>
      <ul className="divide-y divide-line/60 overflow-hidden rounded-row border border-line/60 bg-card">
        {pages.map(({ href, title, about }) => (
          <li key={href}>
            <Link href={href} className="group block px-5 py-4 -outline-offset-2 hover:bg-well">
              <span className="block font-semibold group-hover:underline">{title}</span>
              <span className="block text-[0.9375rem] text-muted">{about}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
