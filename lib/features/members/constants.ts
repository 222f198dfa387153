// The words of this slice without zod, so that the first paint does not carry a validator.

/** The longest text that members and invitations are searched by. */
export const MAX_SEARCH_LENGTH = 100;
