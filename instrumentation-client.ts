// Next runs this before it hydrates a page. The first use of Intl takes a phone 50 ms, whatever is asked of it: in a task of
// its own that holds up nothing, in the midst of hydrating whoever presses something would wait for both.
setTimeout(() => new Intl.DateTimeFormat("en-GB"));
