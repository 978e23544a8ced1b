import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { type Role, SUPPORT_LEVELS } from '@/contract/enums';
import { ALL_PERMISSIONS, ONLY_FOR_PEOPLE } from '@/contract/permissions';
import { routes } from '@/routes';
import { CALLERS, type Caller, type Decision } from '../../scripts/lib/permissionsPage';
import { recordFor } from '../support/acceptedRequests';
import { type Answer, type Client, type Company, client, makeCompany, tokenFor } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { makeKey, makePerson } from '../support/people';
import { DOT, endsCompany, linksTo, makeMember, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, type Links, schemaOf } from '../support/routeInputs';
import { supported } from '../support/supportAccess';

/** The matrix of docs/permissions.md as people read it, each cell of it called. */

/** What a refusal of whoever asks looks like; any other answer is about what was sent. */
const REFUSALS: Readonly<Record<string, Decision>> = { UNAUTHENTICATED: '401', FORBIDDEN: '403', NOT_FOUND: '404' };
/** Routes that let everybody in and say that what was sent, an example, is of nothing: no cookie, no invitation, no session. */
const OF_NOTHING: Readonly<Record<string, readonly Decision[]>> = {
  'POST /auth/refresh': ['401'],
  'DELETE /auth/sessions/:id': ['404'],
  'POST /invitations/look': ['404'],
  // Nobody is asked first who they are.
  'POST /invitations/accept': ['401', '404'],
  'POST /invitations/decline': ['404'],
};

const INVITATIONS = '/tenants/current/invitations';

const page = readFileSync(path.join(PROJECT_ROOT, 'docs', 'permissions.md'), 'utf8');
const CELLS = routes.flatMap((route) => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${route.method} ${route.path}\` |`));
  const [, ...decisions] = row?.split(' | ').slice(1) ?? [];
  return CALLERS.map((caller, at) => ({ route, caller, decision: decisions[at]?.replace(' |', '') as Decision }));
});
const cells = (wanted: (decision: Decision) => boolean) =>
  CELLS.filter(({ decision }) => wanted(decision)).map(
    (cell) => [cell.caller, cell.route.method, cell.route.path, cell.decision, cell] as const,
  );
type Cell = (typeof CELLS)[number];

/** A company that is called, and one of each record in it. */
type Setting = { readonly company: Company; readonly own: Records; readonly links: Links };

let main: Setting;
let other: Company;
let key: Client;
/** A company has one consent at a time. */
const supporting = new Map<Caller, Setting & { readonly caller: Client }>();

beforeAll(async () => {
  main = await makeSetting();
  other = await makeCompany();
  const open = ALL_PERMISSIONS.filter((permission) => !ONLY_FOR_PEOPLE.includes(permission));
  key = (await makeKey(main.company, open)).caller;
  for (const level of SUPPORT_LEVELS) {
    const setting = await makeSetting();
    supporting.set(level, { ...setting, caller: (await supported(setting.company, level)).caller });
  }
});

async function makeSetting(): Promise<Setting> {
  const company = await makeCompany();
  const own = await makeRecords(company.owner);
  return { company, own, links: linksTo(company.id, own) };
}

const settingOf = (caller: Caller) => supporting.get(caller) ?? main;
const allContents = () => Promise.all([main, ...supporting.values()].map(({ company }) => contentsOf(company.id)));

/** Somebody new each time: some routes end the session or the membership of whoever calls them. */
async function callerFor(caller: Caller): Promise<Client> {
  if (caller === 'nobody') return client();
  if (caller === 'key') return key;
  if (caller === 'other owner') return client(await tokenFor(other.ownerId, other.id));
  return supporting.get(caller)?.caller ?? (await makePerson(main.company, caller as Role)).caller;
}

/** Where a refusal is expected it is about what is there already; else about a record made for it, which it may end. */
async function addressOf({ route, caller, decision }: Cell): Promise<string> {
  const { company, own, links } = settingOf(caller);
  if (!route.path.includes('/:')) return route.path;
  if (route.path.endsWith('/:slug')) return route.path.replace(':slug', await slugOf(company.id));
  if (decision !== 'yes') return route.path.replace(/:\w+/, own[recordOfPath(route)].id);
  if (route.path === '/auth/sessions/:id') return route.path.replace(':id', uuidv7());
  if (route.path.startsWith(`${INVITATIONS}/`)) return route.path.replace(':id', await anInvitation(company));
  return (await recordFor(company, links, route, [])).url;
}

/** One that an administrator, too, may decide on. */
async function anInvitation(company: Company): Promise<string> {
  const body = { email: `${uuidv7()}@example.test`, role: 'EMPLOYEE' };
  return (await company.owner.call('POST', INVITATIONS, body)).body.id;
}

async function slugOf(id: string): Promise<string> {
  const [row] = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [id]);
  return row?.slug ?? '';
}

/** The smallest body, in which nobody gives a role above their own or removes somebody who is above them. */
async function bodyOf({ route, caller, decision }: Cell): Promise<unknown> {
  if (route.upload) return DOT;
  if (!route.body) return undefined;
  const { company, links } = settingOf(caller);
  const body = exampleOf(schemaOf(route.body), links) as Record<string, unknown>;
  return {
    ...body,
    // Not that of the company: it is still to be asked.
    ...(endsCompany(route) && { slug: 'another-mill' }),
    ...('role' in body && { role: 'EMPLOYEE' }),
    ...('userIds' in body && decision === 'yes' && { userIds: [(await makeMember(company.id)).id] }),
  };
}

async function ask(cell: Cell): Promise<Answer<{ code?: string }>> {
  const by = await callerFor(cell.caller);
  return by.call(cell.route.method, await addressOf(cell), await bodyOf(cell), { 'if-match': '"1"' });
}

const decisionIn = ({ status, body }: Answer<{ code?: string }>): string =>
  status >= 500 ? String(status) : (REFUSALS[body?.code ?? ''] ?? 'in');

describe('the matrix of docs/permissions.md', () => {
  it('should have a cell for each caller and route', () => {
    expect(CELLS).toHaveLength(routes.length * CALLERS.length);
    expect([...new Set(CELLS.map(({ decision }) => decision))].sort()).toEqual(['401', '403', '404', 'own', 'yes']);
  });

  describe('where it refuses', () => {
    let before: unknown[];
    beforeAll(async () => {
      before = await allContents();
    });

    it.each(cells((decision) => /^\d/.test(decision)))('H1: %s, %s %s: %s', async (...row) => {
      const [, , , decision, cell] = row;
      const answer = await ask(cell);
      expect([answer.status, decisionIn(answer)]).toEqual([Number(decision), decision]);
    });

    it('H1: should have written nothing', async () => {
      expect(await allContents()).toEqual(before);
    });
  });

  describe('where it lets in', () => {
    it.each(cells((decision) => decision === 'yes'))('H1: %s, %s %s: %s', async (...row) => {
      const [, , , , cell] = row;
      const answer = await ask(cell);
      expect(OF_NOTHING[`${cell.route.method} ${cell.route.path}`] ?? ['in'], answer.text).toContain(
        decisionIn(answer),
      );
    });

    it.each(cells((decision) => decision === 'own'))("H1: %s, %s %s: %s, to one's own company", async (...row) => {
      const [, , , , cell] = row;
      const before = await contentsOf(main.company.id);
      const answer = await ask(cell);
      expect(decisionIn(answer)).not.toMatch(/401|5\d\d/);
      for (const { id } of Object.values(main.own)) expect(answer.text).not.toContain(id);
      expect(await contentsOf(main.company.id)).toEqual(before);
    });
  });
});
