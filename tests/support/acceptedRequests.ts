import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { type Client, type Company, client, tokenFor } from './api';
import { addPicture, makeMember, sendFile } from './records';
import {
  exampleOf,
  fieldsOf,
  type JsonSchema,
  type Links,
  nameOf,
  type Path,
  schemaOf,
  valueAt,
  variants,
  withValue,
} from './routeInputs';
import { type Needed, recordNeeded, withCompanions } from './stockRequests';

/** Where records are made that are also at another address. */
const MADE_AT: Readonly<Record<string, string>> = { '/inventory/scan': '/inventory/items' };
/** Alerts are raised by what there is of an item. */
const ALERTS = '/inventory/alerts';
/** Members are invited, not made by a route. */
const MEMBERS = '/tenants/current/members';

export type Accepted = { readonly url: string; readonly version: number; readonly body: unknown };

/** A caller for a route: outside the companies' routes with a session of its own each time, for some end the session. */
export async function callerOf(company: Company, { access }: Route): Promise<Client> {
  return access === 'tenant' ? company.owner : client(await tokenFor(company.ownerId, company.id));
}

/**
 * A request that the company was just answered well: the smallest body with something at all of `wanted`. For a route with an
 * id it is about a record made for it. Throws when no such body is found.
 */
export async function acceptedRequest(
  company: Company,
  links: Links,
  route: Route,
  ...wanted: Path[]
): Promise<Accepted> {
  if (route.upload) return { url: route.path, version: (await sendFile(company.owner)).version, body: undefined };
  let last = '';
  for (const smallest of bodiesFor(route, links, wanted)) {
    const { url, version, says } = await recordFor(company, links, route, wanted);
    const body = saying(smallest, says);
    const caller = await callerOf(company, route);
    const answer = await caller.call(route.method, url, body, { 'if-match': `"${version}"` });
    if (answer.status < 300) return againstAnother(company, links, route, body, { url, version: answer.body?.version });
    last = answer.text;
  }
  throw new Error(`no body that ${route.method} ${route.path} takes with ${wanted.map(nameOf)}: ${last}`);
}

/** The request once more: where a record is only once what a route asks for, about another one. */
async function againstAnother(
  company: Company,
  links: Links,
  route: Route,
  body: unknown,
  { url, version = 0 }: { readonly url: string; readonly version?: number },
): Promise<Accepted> {
  const another = await recordNeeded(company.owner, links, route);
  if (!another) return { url, version, body };
  return { ...aboutNeeded(route, another), body: saying(body, another.says) };
}

/** A body with what it says of the record it is about. */
function saying(body: unknown, says: About['says'] = []): unknown {
  const said = says.filter(([path]) => valueAt(body, path) !== undefined);
  return said.reduce((made, [path, value]) => withValue(made, path, value), body);
}

type About = {
  readonly url: string;
  readonly version: number;
  /** What a body that says something at a path says there of this record. */
  readonly says?: readonly (readonly [Path, string])[];
};

/** The address of a route and the version of what it is about: a new record, with the wanted fields its kind has. */
export async function recordFor(company: Company, links: Links, route: Route, wanted: Path[]): Promise<About> {
  if (!route.path.includes('/:')) {
    // What a company has one of.
    const one = route.ifMatch ? (await company.owner.call('GET', route.path)).body.version : 0;
    return { url: route.path, version: one };
  }
  const collection = route.path.slice(0, route.path.indexOf('/:'));
  if (collection === MEMBERS) {
    const { id, version } = await makeMember(company.id);
    return { url: route.path.replace(/:\w+/, id), version };
  }
  if (collection === ALERTS) return { url: route.path.replace(/:\w+/, await raiseAlert(company.owner)), version: 1 };
  if (collection === '/inventory/images') {
    // An item has only so many.
    const of = await recordFor(company, links, { ...route, path: '/inventory/items/:id' }, []);
    const { id, version } = await addPicture(company.owner, of.url.split('/').at(-1) ?? '');
    return { url: route.path.replace(/:\w+/, id), version };
  }
  const needed = await recordNeeded(company.owner, links, route);
  if (needed) return aboutNeeded(route, needed);
  const at = MADE_AT[collection] ?? collection;
  const making = routes.find(({ method, path }) => method === 'POST' && path === at);
  if (making?.upload) {
    const { id, version } = await sendFile(company.owner);
    return { url: route.path.replace(/:\w+/, id), version };
  }
  if (!making) throw new Error(`no route makes a record for ${route.path}`);
  const known = fieldsOf(schemaOf(making.body)).map(({ path }) => nameOf(path));
  const shared = wanted.filter((path) => known.includes(nameOf(path)));
  const { body, version } = await created(company, links, making, shared);
  return { url: route.path.replace(/:\w+/, body.id), version };
}

const aboutNeeded = ({ path }: Route, { record, says = [] }: Needed): About => ({
  url: path.replace(/:\w+/, record.id),
  version: record.version,
  says,
});

/** An alert of a new item, of which there is none and should be some. */
async function raiseAlert(owner: Client): Promise<string> {
  const body = { name: 'Sewing thread', kind: 'CONSUMABLE', unit: 'pcs', reorderPoint: '5' };
  const item = await owner.call<{ id: string }>('POST', '/inventory/items', body);
  const { body: alerts } = await owner.call('GET', `/inventory/alerts?itemId=${item.body.id}`);
  return alerts.data[0].id;
}

async function created(company: Company, links: Links, making: Route, wanted: Path[]) {
  for (const body of bodiesFor(making, links, wanted)) {
    const answer = await company.owner.call<{ id: string; version: number }>(making.method, making.path, body);
    if (answer.status === 201) return { body: answer.body, version: answer.body.version };
  }
  throw new Error(`no record could be made by ${making.method} ${making.path}`);
}

/** What was made from other bodies may look the same. */
const allowed = (schema: JsonSchema): Path[] => (schema.properties?.allowDuplicate ? [['allowDuplicate']] : []);

function bodiesFor(route: Route, links: Links, given: Path[]): unknown[] {
  const { body } = route;
  if (!body) return [undefined];
  const schema = schemaOf(body);
  const wanted = [...given, ...allowed(schema)];
  const taken = (more: Path[]) =>
    [...variants(schema, exampleOf(schema, links, [...wanted, ...more]))]
      .map((each) => withCompanions(route, each, links))
      .filter((each) => body.safeParse(each).success);
  // Of some fields one must be there, and none of them must.
  return [...taken([]), ...fieldsOf(schema).flatMap(({ path }) => taken([path]))];
}
