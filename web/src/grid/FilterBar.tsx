import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { AnyOfFilter } from './filters/AnyOfFilter';
import { InstantFilter } from './filters/InstantFilter';
import { LinkedFilter } from './filters/LinkedFilter';
import { LocationFilter } from './filters/LocationFilter';
import { TextFilter } from './filters/TextFilter';
import { YesNoFilter } from './filters/YesNoFilter';
import classes from './Toolbar.module.css';
import type { Filter } from './types';
import type { ListState } from './useListState';

function OneFilter({ filter, value, onChange }: { filter: Filter; value: string; onChange: (value: string) => void }) {
  switch (filter.kind) {
    case 'anyOf':
      return <AnyOfFilter filter={filter} value={value} onChange={onChange} />;
    case 'yesNo':
      return <YesNoFilter filter={filter} value={value} onChange={onChange} />;
    case 'text':
      return <TextFilter filter={filter} value={value} onChange={onChange} />;
    case 'location':
      return <LocationFilter filter={filter} value={value} onChange={onChange} />;
    case 'instant':
      return <InstantFilter filter={filter} value={value} onChange={onChange} />;
    case 'linked':
      return <LinkedFilter filter={filter} value={value} onChange={onChange} />;
  }
}

/** The filters a list declares: values of one are alternatives, filters together narrow. */
export function FilterBar({ filters, state }: { filters: readonly Filter[]; state: ListState }) {
  const t = useT();
  return (
    <fieldset className={classes.filters} aria-label={t('grid.filters')}>
      {filters.map((filter) => (
        <OneFilter
          key={filter.id}
          filter={filter}
          value={state.values[filter.id] ?? ''}
          onChange={(value) => state.set({ [filter.id]: value })}
        />
      ))}
      {state.narrowed && (
        <Button variant="subtle" size="compact-xs" onClick={state.clear} style={{ flex: 'none' }}>
          {t('grid.clearFilters')}
        </Button>
      )}
    </fieldset>
  );
}
