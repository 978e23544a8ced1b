import { Refusal } from '@/lib/refusal';

/** Rows a refusal names in its sentence. */
const MOST_NAMED = 10;

/** Does what may refuse the lines of a document, and has them told by the rows of the file they came of. */
export async function toldByRow<T>(rowNumbers: () => Promise<readonly number[]>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.faults.some(({ path }) => LINE.test(path))) throw error;
    throw byRow(error, await rowNumbers());
  }
}

const LINE = /^lines\.(\d+)\.(.+)$/;

function byRow({ code, faults }: Refusal, rows: readonly number[]): Refusal {
  const told = faults.map((each) => {
    const [, index, field = ''] = LINE.exec(each.path) ?? [];
    const row = rows[Number(index)];
    if (row === undefined) return each;
    return { ...each, path: `rows.${row}.${field}`, message: `Row ${row}: ${each.message}` };
  });
  const named = told.slice(0, MOST_NAMED).map(({ message }) => `${message}.`);
  const more = told.length > MOST_NAMED ? [`So it is with ${told.length - MOST_NAMED} more.`] : [];
  return new Refusal(code, [...named, ...more].join(' '), told);
}
