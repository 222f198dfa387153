export const NO_PASSWORD_WARNING =
  "You don't have a password yet. If you sign out, you'll need a new sign-in link from your server administrator.";
