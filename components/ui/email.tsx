/** An email address. A long one breaks before the @ first, and only then anywhere. */
export function Email({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    // A new element for a new address: a translation may have replaced the parts of the old one.
    <bdi key={email} translate="no" className="wrap-anywhere">
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </bdi>
  );
}
