import { z } from 'zod';
import type { Route } from '@/http/route';

/** Whether a route answers a list, page by page; a file of all of it is none. */
export const isList = ({ method, query, response }: Route) =>
  method === 'GET' && query !== undefined && response instanceof z.ZodObject && 'nextCursor' in response.shape;

/** Whether a route answers with a file. */
export const isDownload = ({ downloads }: Route) => downloads !== undefined;

/** Whether a route shows the records of a list: page by page, or all of them in a file. */
export const showsMany = (route: Route) => isList(route) || (isDownload(route) && route.query !== undefined);
