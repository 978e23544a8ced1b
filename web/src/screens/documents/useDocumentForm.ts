import { ApiError } from '@web/http/problem';
import { useT } from '@web/i18n';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { lotByNumber } from '@web/stock/lots';
import { useCallback, useEffect, useRef, useState } from 'react';
import { emptyLine, type HeadValues, isEmpty, type LineValues, NO_LOT_DETAILS } from './documentValues';

export type Faults = Readonly<Record<string, string>>;

/** Where on the screen a field of a line stands, when it is not under its own name. */
const PLACE_OF: Readonly<Record<string, string>> = { lot: 'lotId', 'lot.number': 'lotId', reservationId: 'quantity' };
const LINE_FIELDS = new Set(['itemId', 'lotId', 'status', 'toStatus', 'quantity', 'unit', 'quantity2', 'unitCost']);
const HEAD_FIELDS = new Set([
  'locationId',
  'toLocationId',
  'viaTransit',
  'supplierId',
  'customerId',
  'reason',
  'effectiveDate',
  'orderedOn',
  'reference',
  'notes',
]);

/** The key of a line's fault at one of its fields. */
export const faultKey = (lineKey: string, field: string) => `${lineKey}.${field}`;

/** Lines that are on the screen at once. */
export const LINES_A_PAGE = 100;
const pageOf = (index: number) => Math.floor(index / LINES_A_PAGE);

/** What is typed into a document, and what is wrong with it, each fault at its field of its line. */
export function useDocumentForm(initial: { head: HeadValues; lines: readonly LineValues[] }) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [head, setHead] = useState(initial.head);
  const [lines, setLines] = useState(initial.lines);
  const [touched, setTouched] = useState({ head: false, lines: false });
  const [faults, setFaults] = useState<Faults>({});
  const [asked, setPage] = useState(0);
  const focusFault = useRef(false);
  const pages = pageOf(Math.max(0, lines.length - 1)) + 1;
  const page = Math.min(asked, pages - 1);
  /** The lines that were sent, by their place there. */
  const sent = useRef<readonly LineValues[]>([]);

  useEffect(() => {
    if (!focusFault.current) return;
    focusFault.current = false;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);

  const forgive = useCallback((...keys: string[]) => {
    setFaults((before) =>
      keys.some((key) => key in before)
        ? Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)))
        : before,
    );
  }, []);
  const changeHead = (changes: Partial<HeadValues>) => {
    setHead((before) => ({ ...before, ...changes }));
    setTouched((before) => ({ ...before, head: true }));
    forgive(...Object.keys(changes), ...('party' in changes ? ['supplierId', 'customerId'] : []));
  };
  const changeLine = useCallback(
    (key: string, changes: Partial<LineValues>) => {
      setLines((before) => before.map((line) => (line.key === key ? { ...line, ...changes } : line)));
      setTouched((before) => (before.lines ? before : { ...before, lines: true }));
      const names = Object.keys(changes).flatMap((name) => {
        if (name === 'item' || name === 'itemText') return ['itemId', 'lotId', 'unit', 'quantity'];
        if (name === 'lotText') return ['lotId', 'quantity'];
        if (name === 'lot') return Object.keys(NO_LOT_DETAILS).map((field) => `lot.${field}`);
        return [name];
      });
      forgive(...names.map((name) => faultKey(key, name)));
    },
    [forgive],
  );
  /** A line below all others, on the page that is shown then: empty, or what was scanned in the place of an empty one. */
  const addLine = (line: LineValues = emptyLine()) => {
    const last = lines.at(-1);
    const kept = last && isEmpty(last) && !isEmpty(line) ? lines.slice(0, -1) : lines;
    setLines([...kept, line]);
    setPage(pageOf(kept.length));
    if (!isEmpty(line)) setTouched((before) => ({ ...before, lines: true }));
  };
  /** Shows the page of what is wrong, the head's faults first, and has the cursor put there. */
  const show = (found: Readonly<Record<string, string>>) => {
    focusFault.current = Object.keys(found).length > 0;
    setFaults(found);
    if (Object.keys(found).some((key) => HEAD_FIELDS.has(key))) return;
    const faulty = new Set(Object.keys(found).map((key) => key.split('.')[0]));
    const first = lines.findIndex(({ key }) => faulty.has(key));
    if (first >= 0) setPage(pageOf(first));
  };
  const removeLine = useCallback((key: string) => {
    setLines((before) => {
      const left = before.filter((line) => line.key !== key);
      return left.length > 0 ? left : [emptyLine()];
    });
    setTouched((before) => ({ ...before, lines: true }));
  }, []);
  const sayFault = useCallback((lineKey: string, field: string, message: string) => {
    setFaults((before) => ({ ...before, [faultKey(lineKey, field)]: message }));
  }, []);

  /** Looks up lots that were typed and not chosen. Answers the lines to send; none when something is missing. */
  const ready = async (): Promise<readonly LineValues[] | null> => {
    const filled = lines.filter((line) => !isEmpty(line));
    const found: Record<string, string> = {};
    const settled = await Promise.all(
      filled.map(async (line): Promise<LineValues> => {
        if (line.item === null) found[faultKey(line.key, 'itemId')] = t('documents.itemHelp');
        const number = line.lotText.trim();
        if (line.item === null || line.item.tracking === 'NONE' || line.lotId !== null || number === '') return line;
        const { bringsIn } = DOCUMENT_KINDS[head.type];
        // Whoever says more of it means a new one: where there is one by that number, the server says so.
        if (bringsIn && Object.values(line.lot).some((value) => value !== '')) return line;
        const lot = await lotByNumber(line.item.id, number);
        if (!lot && !bringsIn) found[faultKey(line.key, 'lotId')] = t('documents.noSuchLot');
        return lot ? { ...line, lotId: lot.id } : line;
      }),
    );
    const first = lines[0];
    if (filled.length === 0 && first) found[faultKey(first.key, 'itemId')] = t('documents.noLineYet');
    if (Object.keys(found).length > 0) {
      show(found);
      return null;
    }
    sent.current = settled;
    return settled;
  };

  /** Puts faults at their fields. Answers what belongs to none of them. */
  const showFaults = (error: unknown): string[] => {
    if (!(error instanceof ApiError)) return [];
    const found: Record<string, string> = {};
    const loose: string[] = [];
    for (const { path, message } of [...error.errors].reverse()) {
      const [, place, name = ''] = /^lines\.(\d+)\.?(.*)$/.exec(path) ?? [];
      const line = place === undefined ? undefined : sent.current[Number(place)];
      const field = PLACE_OF[name] ?? name;
      if (line && (LINE_FIELDS.has(field) || field.replace('lot.', '') in NO_LOT_DETAILS))
        found[faultKey(line.key, field)] = message;
      else if (HEAD_FIELDS.has(path)) found[path] = message;
      else loose.unshift(line ? `${t('documents.lineOf', { number: Number(place) + 1 })}: ${message}` : message);
    }
    show(found);
    return loose;
  };

  return {
    form,
    head,
    lines,
    page,
    pages,
    setPage,
    touched,
    faults,
    changeHead,
    changeLine,
    addLine,
    removeLine,
    sayFault,
    ready,
    showFaults,
    clearFaults: () => setFaults({}),
  };
}

export type DocumentFormState = ReturnType<typeof useDocumentForm>;
