import type { Route } from '@/http/route';

/** Whether a route answers a list, page by page; a file of all of it is none, nor is an answer of a few candidates. */
export const isList = ({ method, path, query, downloads }: Route) =>
  method === 'GET' && query !== undefined && !downloads && !path.endsWith('/duplicates');

/** Whether a route answers with a file. */
export const isDownload = ({ downloads }: Route) => downloads !== undefined;
