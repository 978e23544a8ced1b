import type { Client } from '../support/api';
import { got, ifMatch, listed, type Made, made } from './support';

let count = 0;

/** What the tests of locations do with them, as `owner`. */
export const locationCalls = (owner: Client) => ({
  makeLocation(fields: object = {}): Promise<Made> {
    count += 1;
    return made(owner, '/locations', { name: `Place ${count}`, locationType: 'WAREHOUSE', ...fields });
  },
  change: (location: Made, body: object) => owner.call('PATCH', `/locations/${location.id}`, body, ifMatch(location)),
  remove: (location: Made) => owner.call('DELETE', `/locations/${location.id}`, undefined, ifMatch(location)),
  reload: ({ id }: { id: string }) => got(owner, '/locations', id),
  setPrimary: (title: 'default' | 'headquarters', { id }: Made) =>
    owner.call('POST', `/locations/${id}/actions/set-${title}`),
  /** The ids of the locations that carry each flag. */
  async primaries(): Promise<{ default: string[]; headquarters: string[] }> {
    const all = await listed(owner, '/locations?limit=200');
    const ids = (flag: string) => all.filter((location) => location[flag]).map(({ id }) => id);
    return { default: ids('isDefault'), headquarters: ids('isHeadquarters') };
  },
});
