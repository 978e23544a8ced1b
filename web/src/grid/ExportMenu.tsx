import { Button, Menu } from '@mantine/core';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { Icon } from '@web/ui/Icon';
import { saveFile } from '@web/ui/saveFile';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ListDefinition } from './types';

const FORMATS = ['csv', 'xlsx'] as const;

/** Saves what search, filters and order leave of a list. */
export function ExportMenu<Row>({ list }: { list: ListDefinition<Row> }) {
  const t = useT();
  const [params] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const save = async (format: (typeof FORMATS)[number]) => {
    setSaving(true);
    const known = ['q', 'sort', ...list.filters.map(({ id }) => id)];
    const asked = Object.fromEntries([...params].filter(([name]) => known.includes(name)));
    const path = `${list.endpoint}/export${queryString({ sort: list.defaultSort, ...asked, format })}`;
    try {
      saveFile(await api<Blob>(path, { answer: 'file' }), `${list.id}.${format}`);
    } catch (error) {
      tellFailed(error);
    }
    setSaving(false);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" loading={saving} rightSection={<Icon name="down" size={14} />}>
          {t('exporting.action')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {t(`exporting.as.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
