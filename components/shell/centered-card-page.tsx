import type { ReactNode } from "react";

/** A page outside of the workspaces: a centered card. */
export function CenteredCardPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <p className="mb-6 text-center font-bold text-muted">Agent Studio</p>
      <div className="rounded-2xl border border-line bg-card p-6 sm:p-8">
        <h1 className="mb-5 text-2xl font-bold">{title}</h1>
        {children}
      </div>
    </main>
  );
}
