/**
 * The marks of the companies of a test file. A company's id is a mark, in both spellings; every id a company is answered
 * becomes one of its marks; and the marked neighbour, which is in every test file's database, has `CNRY_<its id>` in all
 * its texts and NUMBER_MARK in its numbers.
 */
export const MARK = 'CNRY_';
/** No id and no hash contains it, for it has a point. */
export const NUMBER_MARK = '9133779.1';

export type Found = { readonly mark: string; readonly owner: string };

const UUID = /[0-9a-f]{8}([-_])[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/gi;
const TEXT_MARK = new RegExp(`${MARK}[0-9a-f_-]{0,36}`, 'gi');
const UNKNOWN = 'nobody known';

const owners = new Map<string, string>();
const numbered = new Set<string>();

/** Makes a company's id a mark. */
export function knowCompany(tenantId: string): void {
  owners.set(tenantId, tenantId);
}

/** Makes ids of a company's rows marks of it, and NUMBER_MARK too: it has that in its numbers. */
export function knowMarkedCompany(tenantId: string, ids: readonly string[]): void {
  knowCompany(tenantId);
  numbered.add(tenantId);
  for (const id of ids) owners.set(id, tenantId);
}

/** Makes every id in `text` a mark of the company, unless it is one already. */
export function learnMarks(text: string, tenantId: string): void {
  for (const id of uuidsIn(text)) if (!owners.has(id)) owners.set(id, tenantId);
}

/** The marks in `text` that belong to others than `tenantId`. */
export function foreignMarks(text: string, tenantId: string | null): Found[] {
  const found = new Map<string, string>();
  for (const id of uuidsIn(text)) {
    const owner = owners.get(id);
    if (owner !== undefined) found.set(id, owner);
  }
  for (const [mark] of text.matchAll(TEXT_MARK)) found.set(mark, uuidsIn(mark)[0] ?? UNKNOWN);
  if (text.includes(NUMBER_MARK) && !numbered.has(tenantId ?? '')) {
    for (const owner of numbered) found.set(NUMBER_MARK, owner);
  }
  return [...found].map(([mark, owner]) => ({ mark, owner })).filter(({ owner }) => owner !== tenantId);
}

function uuidsIn(text: string): string[] {
  return [...text.matchAll(UUID)].map(([id]) => id.toLowerCase().replaceAll('_', '-'));
}
