/** The migration from which a company's audit log says who did it. */
export const AUDIT_ACTOR_VERSION = '20261124120000_audit_chain';
/** The one from which it can be sealed: what is older waits for its migrations. */
export const SEALABLE_VERSION = '20261124120001_audit_chain_index';
