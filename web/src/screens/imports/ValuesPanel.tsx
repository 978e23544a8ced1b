import type { Import } from '@contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { useT } from '@web/i18n';
import { useLocationNames } from '@web/record/useLocationNames';
import { Panel } from '@web/ui/Panel';
import classes from './Imports.module.css';
import { meaningIn, withMeaning } from './reading';
import { useImportFaults } from './useImportFaults';
import type { ReadingState } from './useReading';
import type { ImportWords } from './words';

type Props = { batch: Import; state: ReadingState; words: ImportWords };
type Unclear = { field: string; value: string; count: number };

/** Texts that mean nothing here, and what they are to stand for: a choice, a location, or another name. */
export function ValuesPanel({ batch, state, words }: Props) {
  const t = useT();
  const { data: faults } = useImportFaults(batch);
  const unclear = (faults?.data ?? [])
    .filter(({ field, code, value }) => value !== '' && isNamed(code, words.fieldNamed(field)?.type))
    .map(({ field, value, count }): Unclear => ({ field, value: value.trim(), count }));
  const said = batch.values
    .filter(({ field, from }) => !unclear.some((each) => each.field === field && each.value === from))
    .map(({ field, from }): Unclear => ({ field, value: from, count: 0 }));
  const all = [...unclear, ...said];
  if (all.length === 0) return null;
  return (
    <Panel title={t('imports.values')} hint={t('imports.valuesHint')}>
      <ul className={classes.list}>
        {all.map((each) => (
          <Value key={`${each.field} ${each.value}`} of={each} state={state} words={words} />
        ))}
      </ul>
    </Panel>
  );
}

/** A choice that is none of those there are, or the name of what there is not. */
const isNamed = (code: string, type: string | undefined) =>
  code === 'unknown' || (code === 'invalid' && (type === 'choice' || type === 'boolean'));

function Value({ of, state, words }: { of: Unclear; state: ReadingState; words: ImportWords }) {
  const t = useT();
  const { field, value, count } = of;
  const label = t('imports.valueOf', { field: words.labelOf(field), value });
  const known = words.fieldNamed(field);
  const choices = known ? words.choicesOf(known) : [];
  const input = {
    'aria-label': `${label} ${t('imports.takenAs')}`,
    disabled: state.busy,
    value: meaningIn(state.reading, field, value),
    onChange: (event: { currentTarget: { value: string } }) =>
      state.change(withMeaning(state.reading, field, value, event.currentTarget.value)),
  };
  return (
    <li className={classes.pair}>
      <div className={classes.what}>
        {label}
        {count > 0 && <p className={classes.hint}>{t('imports.times', { count })}</p>}
      </div>
      {field === 'location' && <LocationInput {...input} />}
      {field !== 'location' && choices.length > 0 && <NativeSelect {...input} data={withNone(choices, t)} />}
      {field !== 'location' && choices.length === 0 && (
        <TextInput {...input} maxLength={200} placeholder={t('imports.takenAs')} autoComplete="off" />
      )}
    </li>
  );
}

const withNone = (choices: readonly { value: string; label: string }[], t: ReturnType<typeof useT>) => [
  { value: '', label: t('imports.asIs') },
  ...choices,
];

type LocationProps = {
  'aria-label': string;
  disabled: boolean;
  value: string;
  onChange: (event: { currentTarget: { value: string } }) => void;
};

function LocationInput(input: LocationProps) {
  const t = useT();
  const { data = [] } = useLocationNames();
  const names = data.filter(({ isActive }) => isActive).map(({ name }) => ({ value: name, label: name }));
  return <NativeSelect {...input} data={withNone(names, t)} />;
}
