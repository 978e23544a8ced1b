import { PACKAGES } from '@contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useState } from 'react';
import classes from './DocumentForm.module.css';
import type { LineValues, LotDetails } from './documentValues';

type Props = {
  line: LineValues;
  faults: Readonly<Record<string, string>>;
  onChange: (lot: LotDetails) => void;
};

/** What else is known of a lot that is new; folded away until somebody wants it, or something in it is wrong. */
export function LotDetailsFields({ line: { lot }, faults, onChange }: Props) {
  const { t, enumLabel } = useFormat();
  const [open, setOpen] = useState(false);
  const faulty = Object.keys(faults).some((name) => name.startsWith('lot.'));
  const bind = (name: keyof LotDetails) => ({
    value: lot[name],
    error: faults[`lot.${name}`],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...lot, [name]: event.currentTarget.value }),
  });
  return (
    <details className={classes.details} open={open || faulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('documents.lotDetails')}</summary>
      <div className={classes.detailFields}>
        <TextInput {...bind('supplierLot')} label={t('fields.supplierLot')} maxLength={80} autoComplete="off" />
        <TextInput {...bind('dyeLot')} label={t('fields.dyeLot')} maxLength={80} autoComplete="off" />
        <TextInput {...bind('shadeGroup')} label={t('fields.shadeGroup')} maxLength={40} autoComplete="off" />
        <TextInput {...bind('expiresOn')} type="date" label={t('fields.expiresOn')} />
        <NativeSelect
          {...bind('package')}
          label={t('documents.package')}
          data={[
            { value: '', label: '–' },
            ...PACKAGES.map((value) => ({ value, label: enumLabel('package', value) })),
          ]}
        />
        <TextInput
          {...bind('packageContent')}
          label={t('documents.packageContent')}
          inputMode="decimal"
          autoComplete="off"
        />
      </div>
    </details>
  );
}
