import type { CustomRole } from '@contract';
import { Button, Group } from '@mantine/core';
import { useT } from '@web/i18n';
import { Allowed } from '@web/ui/Allowed';
import { Icon } from '@web/ui/Icon';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { useState } from 'react';
import { DeleteRole } from './DeleteRole';
import { RoleEditor } from './RoleEditor';
import { useRoles } from './useRoles';

const COLUMNS: readonly ListingColumn<CustomRole>[] = [
  { label: 'fields.name', cell: (row) => row.name },
  { label: 'access.permissions', cell: (row) => <Allowed permissions={row.permissions} /> },
  { label: 'people.title', cell: (row, format) => format.count(row.members) },
];

type Doing = { what: 'make' } | { what: 'change' | 'delete'; role: CustomRole };

/** The company's own roles. */
export function Component() {
  const t = useT();
  const query = useRoles();
  const [doing, setDoing] = useState<Doing | null>(null);
  const stop = () => setDoing(null);
  return (
    <>
      <PageHeader title={t('roles.title')} hint={t('roles.hint')} />
      <Panel
        title={t('roles.own')}
        hint={t('roles.ownText')}
        actions={
          <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setDoing({ what: 'make' })}>
            {t('roles.new')}
          </Button>
        }
      >
        <Listing
          label={t('roles.own')}
          query={query}
          rowKey={(row) => row.id}
          columns={COLUMNS}
          empty={{ icon: 'shield', title: t('roles.none'), text: t('roles.noneText') }}
          actions={(role) => <Actions role={role} onDo={setDoing} />}
        />
      </Panel>
      {doing?.what === 'make' && <RoleEditor onClose={stop} />}
      {doing?.what === 'change' && <RoleEditor role={doing.role} onClose={stop} />}
      {doing?.what === 'delete' && <DeleteRole role={doing.role} onClose={stop} />}
    </>
  );
}

function Actions({ role, onDo }: { role: CustomRole; onDo: (doing: Doing) => void }) {
  const t = useT();
  const { name } = role;
  const button = { size: 'compact-xs', variant: 'default' } as const;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button {...button} aria-label={t('roles.changeNamed', { name })} onClick={() => onDo({ what: 'change', role })}>
        {t('roles.change')}
      </Button>
      <Button {...button} aria-label={t('roles.deleteNamed', { name })} onClick={() => onDo({ what: 'delete', role })}>
        {t('common.delete')}
      </Button>
    </Group>
  );
}
