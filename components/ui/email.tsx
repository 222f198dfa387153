/** An email address. A long one breaks before the @ first, and only then anywhere. */
export function Email({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    <bdi translate="no" className="wrap-anywhere">
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </bdi>
  );
}
