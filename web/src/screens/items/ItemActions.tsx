import { type Item, LABEL_FORMATS, LABEL_SIZE_NAMES } from '@contract';
import { Button, Menu } from '@mantine/core';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { saveFile } from '@web/ui/saveFile';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { ItemDialog } from './ItemDialog';

export function ItemActions({ item }: { item: Item }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  return (
    <>
      {can('inventory:write') && item.archivedAt === null && (
        <Button size="xs" variant="default" onClick={() => setEditing(true)}>
          {t('common.edit')}
        </Button>
      )}
      <LabelMenu item={item} />
      {editing && <ItemDialog item={item} onClose={() => setEditing(false)} />}
    </>
  );
}

/** A label in each of its sizes, to be printed. */
function LabelMenu({ item }: { item: Item }) {
  const t = useT();
  const [loading, setLoading] = useState(false);
  const save = async (format: string, size: string) => {
    setLoading(true);
    try {
      const path = `/inventory/items/${item.id}/label${queryString({ format, size })}`;
      saveFile(await api<Blob>(path, { answer: 'file' }), `label-${item.sku}-${size}.${format}`);
    } catch (error) {
      tellFailed(error);
    }
    setLoading(false);
  };
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" loading={loading} rightSection={<Icon name="down" size={14} />}>
          {t('items.label')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LABEL_FORMATS.flatMap((format) =>
          LABEL_SIZE_NAMES.map((size) => (
            <Menu.Item key={`${format} ${size}`} onClick={() => void save(format, size)}>
              {format.toUpperCase()} {size.replace('x', ' × ')} mm
            </Menu.Item>
          )),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
