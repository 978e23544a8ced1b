import { type Item, LABEL_FORMATS, LABEL_SIZE_NAMES } from '@contract';
import { Button } from '@mantine/core';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { FileMenu } from '@web/ui/FileMenu';
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
  const files = LABEL_FORMATS.flatMap((format) =>
    LABEL_SIZE_NAMES.map((size) => ({
      label: `${format.toUpperCase()} ${size.replace('x', ' × ')} mm`,
      path: `/inventory/items/${item.id}/label${queryString({ format, size })}`,
      name: `label-${item.sku}-${size}.${format}`,
    })),
  );
  return <FileMenu label={t('items.label')} files={files} position="bottom-start" />;
}
