"use client";

import { type FormEvent, useState } from "react";
import { findLinkToken, type LinkPage } from "@/lib/core/link-token";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { TextField } from "../ui/form-field";
import { INCOMPLETE_LINK_MESSAGE } from "./consume-url-token";

const NEW_LINK: Record<LinkPage, string> = {
  invite: "ask the person who invited you for a new invitation",
  link: "ask your server administrator for a new sign-in link",
  setup: "restart the server, which prints a new setup link",
};

/**
 * Explains why a one-time link did not open, and opens it: the pasted link is read in this page, and its token stays in the
 * browser.
 * @param page what the link was for
 */
export function ChangedLink({ page }: { page: LinkPage }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const open = (event: FormEvent) => {
    event.preventDefault();
    const found = findLinkToken(text);
    if (!found) return setError(INCOMPLETE_LINK_MESSAGE);
    window.location.assign(`/${found.page ?? page}#${found.token}`);
  };
  return (
    <form className="flex flex-col gap-5" noValidate onSubmit={open}>
      <Alert tone="warn">
        A mail filter or a chat program changed this link: it replaced the # before the secret part, for
        example by %23. The server does not accept a secret in this form and has not used it.
      </Alert>
      <p>
        {`Copy the whole link from the message and paste it here. If it does not open, ${NEW_LINK[page]}, and ask to receive it another way.`}
      </p>
      <TextField
        label="Link"
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={error}
        autoComplete="off"
        spellCheck={false}
      />
      <Button variant="primary" type="submit">
        Open link
      </Button>
    </form>
  );
}
