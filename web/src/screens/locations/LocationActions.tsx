import type { Location } from '@contract';
import { Button } from '@mantine/core';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { StaleAlert } from '@web/ui/StaleAlert';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { DeleteLocation } from './DeleteLocation';
import { useLocationCalls } from './useLocationCalls';

type Props = { location: Location; onDeleted: () => void };

/** What can be done with one location, as far as the role allows it. */
export function LocationActions({ location, onDeleted }: Props) {
  const t = useT();
  const can = useCan();
  const calls = useLocationCalls();
  const { search } = useLocation();
  const [busy, setBusy] = useState<string | null>(null);
  const [stale, setStale] = useState(false);
  const [deleting, setDeleting] = useState(false);

  const run = async (name: string, work: () => Promise<unknown>, done: string) => {
    setBusy(name);
    setStale(false);
    try {
      await work();
      tellDone(done);
    } catch (error) {
      if (hasCode(error, 'VERSION_MISMATCH')) setStale(true);
      else tellFailed(error);
    } finally {
      setBusy(null);
    }
  };
  const { name, isActive } = location;
  const button = { variant: 'default', size: 'xs', disabled: busy !== null } as const;

  return (
    <>
      {can('locations:update') && (
        <Button
          {...button}
          component={Link}
          to={{ pathname: `/locations/${location.id}/edit`, search }}
          leftSection={<Icon name="edit" size={15} />}
        >
          {t('common.edit')}
        </Button>
      )}
      {can('locations:manage') && !location.isDefault && isActive && (
        <Button
          {...button}
          loading={busy === 'default'}
          leftSection={<Icon name="star" size={15} />}
          onClick={() => run('default', () => calls.act(location, 'set-default'), t('locations.nowDefault', { name }))}
        >
          {t('locations.setDefault')}
        </Button>
      )}
      {can('locations:manage') && !location.isHeadquarters && isActive && (
        <Button
          {...button}
          loading={busy === 'hq'}
          leftSection={<Icon name="flag" size={15} />}
          onClick={() =>
            run('hq', () => calls.act(location, 'set-headquarters'), t('locations.nowHeadquarters', { name }))
          }
        >
          {t('locations.setHeadquarters')}
        </Button>
      )}
      {can('locations:update') && (
        <Button
          {...button}
          loading={busy === 'active'}
          leftSection={<Icon name="power" size={15} />}
          onClick={() =>
            run(
              'active',
              () => calls.update(location, { isActive: !isActive }),
              t(isActive ? 'locations.nowInactive' : 'locations.nowActive', { name }),
            )
          }
        >
          {t(isActive ? 'locations.deactivate' : 'locations.activate')}
        </Button>
      )}
      {can('locations:manage') && (
        <Button
          {...button}
          c="var(--mantine-color-error)"
          leftSection={<Icon name="trash" size={15} />}
          onClick={() => setDeleting(true)}
        >
          {t('common.delete')}
        </Button>
      )}
      {stale && (
        <StaleAlert
          reloadLabel={t('common.reload')}
          onKeep={() => setStale(false)}
          onReload={async () => {
            await calls.refresh();
            setStale(false);
          }}
        />
      )}
      <DeleteLocation
        location={location}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onStale={() => setStale(true)}
        onDeleted={onDeleted}
      />
    </>
  );
}
