// Next runs this before it hydrates a page.
import { ignoreCompositionKeys } from "./components/ui/composition";

ignoreCompositionKeys();

// The first use of Intl takes 50 ms on a phone. In its own task it blocks nothing; during hydration it would delay the
// response to a press.
setTimeout(() => new Intl.DateTimeFormat("en-GB"));
