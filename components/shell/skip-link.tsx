/** The first Tab stop: skips the navigation and goes to the element with the id "main". */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="absolute top-2 left-2 z-50 -translate-y-20 rounded-lg bg-strong px-4 py-2 text-on-strong focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
