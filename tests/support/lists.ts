import type { Route } from '@/http/route';

/** Whether a route answers a list, page by page; a file of all of it is none. */
export const isList = ({ method, query, downloads }: Route) => method === 'GET' && query !== undefined && !downloads;

/** Whether a route answers with a file. */
export const isDownload = ({ downloads }: Route) => downloads !== undefined;
