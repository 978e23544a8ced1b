import { ActionIcon, Button, Checkbox, Popover, Radio, Stack, Tooltip } from '@mantine/core';
import { useT } from '@web/i18n';
import { Icon, type IconName } from '@web/ui/Icon';
import type { ReactNode } from 'react';
import type { Column } from './types';
import { DENSITIES, type Density, type GridPrefs } from './useGridPrefs';

function ToolMenu({ icon, label, children }: { icon: IconName; label: string; children: ReactNode }) {
  return (
    <Popover position="bottom-end" trapFocus withinPortal returnFocus>
      <Tooltip label={label}>
        <Popover.Target>
          <ActionIcon size={32} aria-label={label}>
            <Icon name={icon} />
          </ActionIcon>
        </Popover.Target>
      </Tooltip>
      <Popover.Dropdown p="sm" miw={190} mah="60vh" style={{ overflow: 'auto' }}>
        <Stack gap="xs">{children}</Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Which columns to show. The first one names the row and always stays. */
export function ColumnMenu<Row>({ columns, prefs }: { columns: readonly Column<Row>[]; prefs: GridPrefs }) {
  const t = useT();
  return (
    <ToolMenu icon="columns" label={t('grid.columns')}>
      {columns.slice(1).map((column) => (
        <Checkbox
          key={column.id}
          size="sm"
          label={t(column.label)}
          checked={prefs.visibility[column.id] ?? true}
          onChange={() => prefs.toggleColumn(column.id)}
        />
      ))}
      <Button variant="default" size="compact-xs" onClick={prefs.resetColumns}>
        {t('grid.resetColumns')}
      </Button>
    </ToolMenu>
  );
}

export function DensityMenu({ prefs }: { prefs: GridPrefs }) {
  const t = useT();
  return (
    <ToolMenu icon="rows" label={t('grid.density')}>
      <Radio.Group
        value={prefs.density}
        onChange={(value) => prefs.setDensity(value as Density)}
        aria-label={t('grid.density')}
      >
        <Stack gap="xs">
          {(Object.keys(DENSITIES) as Density[]).map((name) => (
            <Radio key={name} size="sm" value={name} label={t(`grid.${name}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </ToolMenu>
  );
}

/** Sorting for the cards of a phone, which have no column headings. */
export function SortMenu<Row>({ columns, sort, onSort }: SortMenuProps<Row>) {
  const t = useT();
  const choices = columns.flatMap((column) =>
    column.sort
      ? [
          { value: column.sort, label: `${t(column.label)}, ${t('grid.ascending')}` },
          { value: `-${column.sort}`, label: `${t(column.label)}, ${t('grid.descending')}` },
        ]
      : [],
  );
  return (
    <ToolMenu icon="sort" label={t('grid.sort')}>
      <Radio.Group value={sort} onChange={onSort} aria-label={t('grid.sort')}>
        <Stack gap="xs">
          {choices.map(({ value, label }) => (
            <Radio key={value} size="sm" value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
    </ToolMenu>
  );
}

type SortMenuProps<Row> = { columns: readonly Column<Row>[]; sort: string; onSort: (sort: string) => void };
