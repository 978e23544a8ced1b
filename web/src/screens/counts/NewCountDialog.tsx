import { Checkbox, NativeSelect, Text, Textarea } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { useLocationNames } from '@web/record/useLocationNames';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { COUNTS } from './countList';
import { useCountCalls } from './useCountCalls';

/** Where is counted, and whether those who count see what should be there. */
export function NewCountDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const calls = useCountCalls();
  const { data: locations = [] } = useLocationNames();
  const fields = useFields({ locationId: '', notes: '' });
  const [isBlind, setBlind] = useState(true);
  const places = locations.filter(({ isActive }) => isActive).map(({ id, name }) => ({ value: id, label: name }));
  const start = async () => {
    const { locationId, notes } = fields.values;
    const { id } = await calls.create({ locationId, isBlind, notes: notes.trim() || null });
    void navigate(`${COUNTS}/${id}`);
  };
  return (
    <FormDialog
      title={t('stock.newCount')}
      submitLabel={t('stock.startCount')}
      ready={fields.values.locationId !== ''}
      fields={fields}
      onSubmit={start}
      onClose={onClose}
    >
      <Text>{t('stock.startText')}</Text>
      <NativeSelect
        {...fields.bind('locationId')}
        label={t('fields.location')}
        required
        data={[{ value: '', label: t('documents.choose') }, ...places]}
        data-autofocus
      />
      <Checkbox
        label={t('stock.blind')}
        checked={isBlind}
        onChange={(event) => setBlind(event.currentTarget.checked)}
      />
      <Textarea {...fields.bind('notes')} label={t('fields.notes')} autosize maxRows={6} />
    </FormDialog>
  );
}
