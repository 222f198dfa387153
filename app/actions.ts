// Every server action, imported by the root layout so that every page's bundle contains them all. A browser posts an action
// to the page that it is on when the action is sent: an autosave or an undo may have started on another page. Next forwards
// an action that the page's bundle does not contain to its own server over HTTP, under a host name that does not match the
// request's Origin. Importing them on the server adds nothing to the scripts of a page.
import "@/lib/features/agents/actions";
import "@/lib/features/api-keys/actions";
import "@/lib/features/auth/actions";
import "@/lib/features/members/actions";
import "@/lib/features/runtime/actions";
