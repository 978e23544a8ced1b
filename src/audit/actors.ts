const USER = /^user:([0-9a-f-]{36})$/;

/** The id of the user an actor like `user:<id>` is; undefined for commands, keys, support, and what a company's log made up. */
export const userOf = (actor: string | null | undefined): string | undefined => USER.exec(actor ?? '')?.[1];
