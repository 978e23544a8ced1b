import { IMAGE_TYPES, type Image, type Item } from '@contract';
import { ActionIcon, Button, FileButton, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useCan, useCompany } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';

type Shown = { image: Image; address: string };

/** The browser sends no token with the address of a picture, so it is fetched and shown as what it holds. */
async function asAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export function ItemPictures({ item }: { item: Item }) {
  const t = useT();
  const mayWrite = useCan()('inventory:write');
  const company = useCompany();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const path = `/inventory/items/${item.id}/images`;
  const queryKey = [company.id, path];
  const { data: shown = [] } = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Shown[]> => {
      const { data } = await api<{ data: Image[] }>(path, { signal });
      return Promise.all(
        data.map(async (image) => {
          const file = await api<Blob>(`/inventory/images/${image.id}/thumbnail`, { signal, answer: 'file' });
          return { image, address: await asAddress(file) };
        }),
      );
    },
  });
  const change = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await client.invalidateQueries({ queryKey });
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  const add = (file: File | null) => file && void change(() => api(path, { method: 'POST', body: file }));
  const remove = ({ id, version }: Image) =>
    void change(() => api(`/inventory/images/${id}`, { method: 'DELETE', version }));
  return (
    <Group gap="xs" mt="sm" align="flex-start">
      {shown.map(({ image, address }) => (
        <figure key={image.id} style={{ margin: 0, position: 'relative' }}>
          <img src={address} alt={item.name} height={96} style={{ borderRadius: 6, display: 'block' }} />
          {mayWrite && (
            <ActionIcon
              size="sm"
              variant="default"
              style={{ position: 'absolute', top: 4, right: 4 }}
              aria-label={t('items.removePicture')}
              disabled={busy}
              onClick={() => remove(image)}
            >
              <Icon name="close" size={12} />
            </ActionIcon>
          )}
        </figure>
      ))}
      {mayWrite && (
        <FileButton accept={IMAGE_TYPES.join(',')} onChange={add}>
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={busy} leftSection={<Icon name="plus" size={14} />}>
              {t('items.addPicture')}
            </Button>
          )}
        </FileButton>
      )}
    </Group>
  );
}
