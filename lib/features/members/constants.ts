// Without zod, so that the first paint does not load a validator.

/** The maximum length of the search for members and invitations. */
export const MAX_SEARCH_LENGTH = 100;
