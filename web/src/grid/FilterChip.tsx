import { Popover } from '@mantine/core';
import { Icon } from '@web/ui/Icon';
import { type ReactNode, useState } from 'react';
import classes from './Toolbar.module.css';

type Props = { label: string; value: string; children: (close: () => void) => ReactNode };

/** One filter: a button that says what it is set to, and opens the choice. */
export function FilterChip({ label, value, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.chip}
          data-on={value === '' ? undefined : true}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span className={classes.chipText}>{value === '' ? label : `${label}: ${value}`}</span>
          <Icon name="down" size={13} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p="sm" miw={190} mah="60vh" style={{ overflow: 'auto' }}>
        {children(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
