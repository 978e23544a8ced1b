import { Box, Button } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useCan } from '@web/session/useSession';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { Icon } from '@web/ui/Icon';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import classes from './DocumentForm.module.css';
import type { LineValues } from './documentValues';
import { LinePages } from './LinePages';
import { LineRow } from './LineRow';
import { ScanField } from './ScanField';
import { Totals } from './Totals';
import { type DocumentFormState, LINES_A_PAGE } from './useDocumentForm';

const COLUMN = 'minmax(0, ';

/** Which fields lines have: those of the kind of document, and those that one of the items asks for. */
function shapeOf(lines: readonly LineValues[], state: DocumentFormState, mayCost: boolean) {
  const { type, locationId } = state.head;
  const kind = DOCUMENT_KINDS[type];
  const lots = lines.some(({ item }) => item !== null && item.tracking !== 'NONE');
  const second = lines.some(({ item }) => item !== null && item.secondUnit !== null);
  const cost = (kind.costed ?? false) && mayCost;
  const status = kind.anyStatus ?? false;
  const toStatus = type === 'STATUS_CHANGE';
  const columns = [
    '1.6rem',
    `${COLUMN}2.4fr)`,
    ...(lots ? [`${COLUMN}1.4fr)`] : []),
    `${COLUMN}1fr)`,
    '6.2rem',
    ...(second ? [`${COLUMN}0.9fr)`] : []),
    ...(cost ? [`${COLUMN}0.9fr)`] : []),
    ...(status ? [`${COLUMN}1.1fr)`] : []),
    ...(toStatus ? [`${COLUMN}1.1fr)`] : []),
    '2rem',
  ].join(' ');
  return { bringsIn: kind.bringsIn ?? false, locationId, lots, second, cost, status, toStatus, columns };
}

/** Lines as in a spreadsheet: Enter goes from field to field, and from the last one to a new line. */
export function LinesEditor({ state }: { state: DocumentFormState }) {
  const { t } = useFormat();
  const mayCost = useCan()('costs:read');
  const { lines, page, pages, setPage, faults, changeLine, removeLine, addLine, sayFault } = state;
  const start = page * LINES_A_PAGE;
  const shown = lines.slice(start, start + LINES_A_PAGE);
  const box = useRef<HTMLDivElement>(null);
  const focusNext = useRef<'first' | 'last' | null>(null);
  const { bringsIn, locationId, lots, second, cost, status, toStatus, columns } = shapeOf(lines, state, mayCost);
  // The same object while nothing of it changed, so that lines nobody types in are not drawn again.
  const shape = useMemo(
    () => ({ bringsIn, locationId, lots, second, cost, status, toStatus }),
    [bringsIn, locationId, lots, second, cost, status, toStatus],
  );

  const place = `${page} ${lines.length}`;
  useEffect(() => {
    if (place === '' || focusNext.current === null) return;
    const line = focusNext.current === 'last' ? ':last-of-type' : '';
    focusNext.current = null;
    box.current?.querySelector<HTMLElement>(`[data-line]${line} input`)?.focus();
  }, [place]);

  const newLine = () => {
    focusNext.current = 'last';
    addLine();
  };
  const goOn = () => {
    if (page === pages - 1) return newLine();
    focusNext.current = 'first';
    setPage(page + 1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'Enter' || event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
    if (!event.target.matches('input, select')) return;
    event.preventDefault();
    if (!focusAfter(event.target)) goOn();
  };
  return (
    <Box ref={box} onKeyDown={onKeyDown} __vars={{ '--columns': columns }}>
      <div className={classes.lineHead} aria-hidden="true">
        <span />
        <span>{t('fields.item')}</span>
        {lots && <span>{t('fields.lot')}</span>}
        <span>{t('fields.quantity')}</span>
        <span>{t('fields.unit')}</span>
        {second && <span>{t('fields.secondQuantity')}</span>}
        {cost && <span>{t('fields.unitCost')}</span>}
        {status && <span>{t('fields.status')}</span>}
        {toStatus && <span>{t('fields.toStatus')}</span>}
        <span />
      </div>
      {shown.map((line, index) => (
        <LineRow
          key={line.key}
          line={line}
          number={start + index + 1}
          shape={shape}
          faults={faultsOf(faults, line.key)}
          onChange={changeLine}
          onRemove={removeLine}
          onFault={sayFault}
        />
      ))}
      {pages > 1 && <LinePages page={page} pages={pages} count={lines.length} onPage={setPage} />}
      <div className={classes.lineFoot}>
        <ScanField state={state} />
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={newLine}>
          {t('documents.addLine')}
        </Button>
        <Totals lines={lines} />
      </div>
    </Box>
  );
}

const NONE = {};
/** The faults of one line, by its fields: always the same object where there are none. */
function faultsOf(faults: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  const own = Object.entries(faults).filter(([name]) => name.startsWith(`${key}.`));
  if (own.length === 0) return NONE;
  return Object.fromEntries(own.map(([name, message]) => [name.slice(key.length + 1), message]));
}

/** Puts the cursor into the next field of the lines; false where this is the last one. Details of lots are gone into by choice. */
export function focusAfter(from: HTMLElement): boolean {
  const line = from.closest('[data-line]');
  const fields = [
    ...(line?.parentElement?.querySelectorAll<HTMLElement>(
      '[data-line] input:not(:disabled), [data-line] select:not(:disabled)',
    ) ?? []),
  ].filter((field) => field.closest('details') === null || field.closest('details') === from.closest('details'));
  const next = fields[fields.indexOf(from) + 1];
  if (!next) return false;
  next.focus();
  return true;
}
