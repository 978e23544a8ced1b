import type { Item } from '@contract';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { useNavigate } from 'react-router';
import { ItemFields } from './ItemFields';
import { bodyOf, noValues, valuesOf } from './itemValues';

const ITEMS = '/inventory/items';

/** A new item, or one that is changed. */
export function ItemDialog({ item, onClose }: { item?: Item; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const company = useCompany();
  const navigate = useNavigate();
  const fields = useFields(item ? valuesOf(item) : noValues());
  const save = async () => {
    const saved = item
      ? await api<Item>(`${ITEMS}/${item.id}`, {
          method: 'PATCH',
          body: bodyOf(fields.changed()),
          version: item.version,
        })
      : await api<Item>(ITEMS, { method: 'POST', body: bodyOf(fields.values) });
    client.setQueryData(recordKey(company.id, ITEMS, saved.id), saved);
    await client.invalidateQueries({ queryKey: [company.id, ITEMS] });
    if (!item) void navigate(`${ITEMS}/${saved.id}`);
  };
  return (
    <FormDialog
      title={item ? t('items.edit') : t('items.new')}
      submitLabel={t('common.save')}
      size="lg"
      ready={!item || fields.dirty}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      <ItemFields bind={fields.bind} />
    </FormDialog>
  );
}
