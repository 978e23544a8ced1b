import { IMPORT_FILE_TYPES, type Import, LARGEST_FILE } from '@contract';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { IMPORTS } from '@web/imports/importKinds';

const ENDS: Readonly<Record<string, keyof typeof IMPORT_FILE_TYPES>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  xlsx: 'xlsx',
};
const MOST_NAMED = 200;

/** What a file is by the end of its name: what the browser calls it depends on what is installed. */
function typeOf({ name }: File): string | undefined {
  const format = ENDS[name.split('.').at(-1)?.toLowerCase() ?? ''];
  return format && IMPORT_FILE_TYPES[format];
}

/** Why a file is not even sent. */
export function faultOf(file: File): 'wrongType' | 'tooLarge' | null {
  if (typeOf(file) === undefined) return 'wrongType';
  return file.size > LARGEST_FILE ? 'tooLarge' : null;
}

type Sending = { kind: string; file: File; signal: AbortSignal; onSent: (share: number) => void };

/** Sends a file and has its rows checked. */
export const sendImport = ({ kind, file, signal, onSent }: Sending): Promise<Import> =>
  api<Import>(`${IMPORTS}${queryString({ kind, fileName: file.name.slice(-MOST_NAMED) })}`, {
    method: 'POST',
    // The part of a file that is all of it, under the type the server knows.
    body: file.slice(0, file.size, typeOf(file)),
    signal,
    onSent,
  });
