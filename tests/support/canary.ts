import { asSuperuser } from './database';
import { type Found, foreignMarks, learnMarks, MARK } from './marks';

/**
 * The canary of the whole suite: whatever the API answers a caller of one company, and whatever is logged for it, must
 * hold no mark of another. The test in which it did fails.
 */

/** Who an answer is for, as the caller's access token says. */
export type Reader = { readonly userId: string | null; readonly tenantId: string | null };

export type ScannedAnswer = { readonly status: number; readonly text: string; readonly headers: Headers };

const ACTOR = /user:[0-9a-f-]{36}/g;
/** Where a person's own companies are told, more than one perhaps. */
const IDENTITY = /^\/api\/v1\/(auth|tenants|invitations)(\/|$)/;

const findings: string[] = [];

/** What has been found since the last call; whoever takes a finding answers for it. */
export function takeFindings(): string[] {
  scanLog();
  return findings.splice(0);
}

/** Looks for marks of others in an answer's body, headers and opened cursors; without any, learns the ids in it. */
export async function scanAnswer(reader: Reader, method: string, path: string, answer: ScannedAnswer): Promise<void> {
  const { status, text, headers } = answer;
  const { tenantId } = reader;
  const found = foreignMarks(`${text}\n${[...headers].join('\n')}\n${openedCursor(text)}`, tenantId);
  const allowed = found.length > 0 ? await alsoAllowed(reader, path, text, found) : new Set<string>();
  for (const { mark, owner } of found) {
    if (allowed.has(mark) || allowed.has(owner)) continue;
    findings.push(`${method} ${path} answered a caller of ${tenantId ?? 'no company'} with ${mark} of ${owner}`);
  }
  // Who did something is a person, who may work in several companies.
  if (status < 300 && tenantId !== null && !IDENTITY.test(path)) learnMarks(text.replace(ACTOR, ''), tenantId);
}

/** A cursor carries the sort values of a row, in base64. */
function openedCursor(text: string): string {
  const cursor = /"nextCursor":"([\w-]+)\./.exec(text)?.[1];
  return cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
}

/**
 * What may be in an answer all the same: people, who may work in several companies; and where a person's own companies
 * are told, exactly those.
 */
async function alsoAllowed({ userId }: Reader, path: string, text: string, found: Found[]): Promise<Set<string>> {
  const people = await asSuperuser<{ id: string }>('SELECT id FROM users WHERE id::text = ANY($1)', [
    found.map(({ mark }) => mark),
  ]);
  const allowed = new Set(people.map(({ id }) => id));
  const person = userId ?? /"user":\{"id":"([0-9a-f-]{36})"/.exec(text)?.[1];
  if (!IDENTITY.test(path) || person === undefined) return allowed;
  const own = await asSuperuser<{ id: string }>(
    'SELECT tenant_id AS id FROM user_tenants WHERE user_id = $1 AND is_active',
    [person],
  );
  for (const { id } of own) allowed.add(id);
  return allowed;
}

type LogLine = { readonly requestId?: string; readonly tenantId?: string };

const lines: string[] = [];
const companyOfRequest = new Map<string, string>();

/** Where the log of a test file goes. */
export const logSink = { write: (line: string) => void lines.push(line) };

/** What has been logged since the last look for findings: in the test that runs. */
export const loggedLines = (): readonly string[] => [...lines];

/**
 * Looks for marks of others in the lines since the last call. A line is of the company it names in `tenantId`, or of its
 * request's; one that is of neither may speak of one company at most, and show no text of it.
 */
function scanLog(): void {
  const parsed = lines.splice(0).map((line) => [line, JSON.parse(line) as LogLine] as const);
  for (const [, { requestId, tenantId }] of parsed) {
    if (requestId && tenantId) companyOfRequest.set(requestId, tenantId);
  }
  for (const [line, { requestId, tenantId }] of parsed) {
    const company = tenantId ?? companyOfRequest.get(requestId ?? '');
    const found = foreignMarks(line, company ?? null);
    const ofOne = new Set(found.map(({ owner }) => owner)).size < 2 && !line.includes(MARK);
    if (found.length === 0 || (company === undefined && ofOne)) continue;
    const marks = found.map(({ mark, owner }) => `${mark} of ${owner}`).join(', ');
    findings.push(`a log line of ${company ?? 'no company'} has ${marks}: ${line.slice(0, 500)}`);
  }
}

const companyOfKey = new Map<string, string>();

/** From now on what is answered to an API key is for its company. */
export function knowKey(key: string, tenantId: string): void {
  companyOfKey.set(key, tenantId);
}

/** Who the bearer of an access token says to be, or whose a key is; the signature is the application's to check. */
export function readerOf(token: string | undefined): Reader {
  const tenantId = companyOfKey.get(token ?? '');
  if (tenantId !== undefined) return { userId: null, tenantId };
  try {
    const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
    const { sub, tid } = JSON.parse(payload) as { sub?: string; tid?: string };
    return { userId: sub ?? null, tenantId: tid ?? null };
  } catch {
    return { userId: null, tenantId: null };
  }
}
