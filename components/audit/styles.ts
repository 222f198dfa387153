/** Layout classes that the page and its skeleton share. */
export const FILTERS_CLASS =
  "mb-5 grid max-sm:[&>*:nth-child(n+3)]:col-span-2 grid-cols-2 gap-x-4 gap-y-3 rounded-row border border-line/60 bg-card p-4 lg:grid-cols-3";
export const ENTRY_CLASS = "rounded-row border border-line/60 bg-card px-5 py-4";
