import type { Category } from '@contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';

const CATEGORIES = '/inventory/categories';

/** A new category, or one that gets another name or place. */
export function CategoryDialog({ category, onClose }: { category?: Category; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const company = useCompany();
  const fields = useFields({ name: category?.name ?? '', parentId: category?.parentId ?? '' });
  const { data: all = [] } = useQuery({
    queryKey: [company.id, CATEGORIES, 'choice'],
    queryFn: async ({ signal }) => (await api<{ data: Category[] }>(`${CATEGORIES}?limit=200`, { signal })).data,
  });
  const places = all
    .filter(({ id }) => id !== category?.id)
    .map(({ id, path }) => ({ value: id, label: path.join(' › ') }))
    .sort((left, right) => left.label.localeCompare(right.label));
  const save = async () => {
    const { name, parentId } = fields.values;
    const body = { name, parentId: parentId || null };
    const saved = category
      ? await api<Category>(`${CATEGORIES}/${category.id}`, { method: 'PATCH', body, version: category.version })
      : await api<Category>(CATEGORIES, { method: 'POST', body });
    client.setQueryData(recordKey(company.id, CATEGORIES, saved.id), saved);
    await client.invalidateQueries({ queryKey: [company.id, CATEGORIES] });
  };
  return (
    <FormDialog
      title={category ? t('categories.edit') : t('categories.new')}
      submitLabel={t('common.save')}
      ready={!category || fields.dirty}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput {...fields.bind('name')} label={t('fields.name')} required maxLength={80} autoComplete="off" />
      <NativeSelect
        {...fields.bind('parentId')}
        label={t('fields.parentCategory')}
        data={[{ value: '', label: t('categories.topLevel') }, ...places]}
      />
    </FormDialog>
  );
}
