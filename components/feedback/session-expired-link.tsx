/** For who was signed out meanwhile: a way in that leaves the page as it is. Nothing for any other error. */
export function SessionExpiredLink({ code }: { code: string | undefined }) {
  if (code !== "NOT_SIGNED_IN") return null;
  return (
    <a
      href="/sign-in"
      target="_blank"
      rel="noreferrer"
      className="mt-2 block w-fit font-semibold underline underline-offset-4"
    >
      Sign in in a new tab
    </a>
  );
}
