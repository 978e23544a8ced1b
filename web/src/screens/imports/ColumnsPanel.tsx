import type { Import } from '@contract';
import { Alert, NativeSelect } from '@mantine/core';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { Panel } from '@web/ui/Panel';
import classes from './Imports.module.css';
import { type Reading, withField } from './reading';
import type { ReadingState } from './useReading';
import { useSampleRows } from './useSampleRows';
import type { ImportWords } from './words';

type Props = { batch: Import; state: ReadingState; words: ImportWords };

/** What each column of the file is for, beside what stands in it. */
export function ColumnsPanel({ batch, state, words }: Props) {
  const t = useT();
  const { data: sample } = useSampleRows(batch.id);
  const { reading, change } = state;
  const missing = batch.fields.filter(({ field, required }) => required && !reading.mapping.includes(field));
  const choices = batch.fields
    .map(({ field, required }) => ({ value: field, label: `${words.labelOf(field)}${required ? ' *' : ''}` }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const shown = (column: number) => {
    if (!sample) return '…';
    const values = sample.map((cells) => cells[column] ?? '').filter((text) => text.trim() !== '');
    return values.length === 0 ? t('imports.emptyColumn') : t('imports.example', { values: values.join(' · ') });
  };
  return (
    <Panel title={t('imports.columns')} hint={t('imports.columnsHint')}>
      {missing.length > 0 && (
        <Alert color="weld" variant="light" icon={<Icon name="alert" />} mb="sm">
          {t('imports.needed', { fields: missing.map(({ field }) => words.labelOf(field)).join(', ') })}
        </Alert>
      )}
      <ul className={classes.list}>
        {batch.columns.map(({ column, heading }, index) => (
          <li key={column} className={classes.pair}>
            <div className={classes.what}>
              <strong>{heading || t('imports.noHeading')}</strong>
              <p className={classes.hint}>{shown(column)}</p>
            </div>
            <NativeSelect
              aria-label={t('imports.columnOf', {
                number: column + 1,
                heading: heading || t('imports.noHeading'),
              })}
              disabled={state.busy}
              data={[
                { value: '', label: t('imports.leftOut') },
                ...unknown(reading, index, choices, words),
                ...choices,
              ]}
              value={reading.mapping[index] ?? ''}
              onChange={(event) => change(withField(reading, index, event.currentTarget.value))}
            />
          </li>
        ))}
        <li className={classes.pair}>
          <strong>{t('imports.decimalMark')}</strong>
          <NativeSelect
            aria-label={t('imports.decimalMark')}
            disabled={state.busy}
            data={[
              { value: '', label: t('imports.markOf.auto') },
              { value: '.', label: t('imports.markOf.point') },
              { value: ',', label: t('imports.markOf.comma') },
            ]}
            value={reading.decimalMark}
            onChange={({ currentTarget: { value } }) =>
              change({ ...reading, decimalMark: value === '.' || value === ',' ? value : '' })
            }
          />
        </li>
      </ul>
    </Panel>
  );
}

type Choice = { value: string; label: string };

/** A field the column was taken for that one may not choose: it is told rather than lost without a word. */
function unknown({ mapping }: Reading, index: number, choices: readonly Choice[], words: ImportWords): Choice[] {
  const field = mapping[index] ?? '';
  if (field === '' || choices.some(({ value }) => value === field)) return [];
  return [{ value: field, label: words.labelOf(field) }];
}
