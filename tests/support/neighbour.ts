import type { MarkedCompany } from './markedCompany';

/** The marked company that is in every test file's database from the start. */
export const neighbour = JSON.parse(process.env.TEST_NEIGHBOUR ?? '{}') as MarkedCompany;
