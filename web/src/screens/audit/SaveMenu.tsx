import { AUDIT_FORMATS } from '@contract';
import { Button, Menu } from '@mantine/core';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import { useCompany } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { saveFile } from '@web/ui/saveFile';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { auditList } from './auditList';

/** What of the list's address an export understands. */
const FILTERS = ['q', ...auditList.filters.map(({ id }) => id)];

/** Saves what the filters leave as a file. */
export function SaveMenu() {
  const t = useT();
  const company = useCompany();
  const [params] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const save = async (format: (typeof AUDIT_FORMATS)[number]) => {
    setSaving(true);
    const filters = Object.fromEntries([...params].filter(([name]) => FILTERS.includes(name)));
    const path = `/tenants/current/audit/export${queryString({ ...filters, format })}`;
    try {
      saveFile(await api<Blob>(path, { answer: 'file' }), `audit-${company.slug}.${format}`);
    } catch (error) {
      tellFailed(error);
    }
    setSaving(false);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" loading={saving} rightSection={<Icon name="down" size={14} />}>
          {t('audit.save')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {AUDIT_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {t(`audit.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
